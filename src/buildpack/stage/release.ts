import * as z from 'zod';
import { BuilderError } from '../../error.js';
import { readDocument } from '../../files/index.js';

/** What `bin/release` answers; the rest of it, `config_vars` and `addons`, the platform ignores too. */
const releaseSchema = z
  .looseObject({ default_process_types: z.record(z.string(), z.string()).nullish() })
  .nullable();

/** No answer is near it. Characters. */
const LONGEST = 1024 * 1024;

/**
 * The processes that `bin/release` names: commands by type.
 * @param output its standard output, YAML
 * @throws BuilderError STAGING_FAILED
 */
export function processesOfRelease(output: string): Record<string, string> {
  if (output.length > LONGEST) {
    throw new BuilderError('STAGING_FAILED', 'bin/release answered more than 1 MB.', {
      hint: 'It has to answer YAML with default_process_types, and nothing else.',
    });
  }
  if (output.trim() === '') return {};
  const release = readDocument(
    { path: 'bin/release', text: output },
    releaseSchema,
    'STAGING_FAILED',
  );
  return { ...release?.default_process_types };
}
