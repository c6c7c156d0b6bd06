import type * as z from 'zod';
import { BuilderError, reasonOf, systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';
import { readRegular } from './inside.js';
import { LARGEST } from './largest.js';

/**
 * Reads a JSON file that is kept beside a record.
 * @returns undefined when there is no such file
 * @throws BuilderError RECORD_INVALID
 */
export async function readJson<T>(path: HostPath, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  const result = schema.safeParse(parse(path, text));
  if (result.success) return result.data;
  const [first = 'is empty', ...others] = result.error.issues.map(describe);
  throw invalid(path, first, { excerpt: others });
}

/**
 * The whole text of a file; undefined when there is none.
 * @param code of the error for what is something else
 * @throws BuilderError with that code, NOT_READABLE
 */
export async function readIfThere(
  path: HostPath,
  code: 'RECORD_INVALID' | 'NOT_WRITABLE' = 'RECORD_INVALID',
): Promise<string | undefined> {
  try {
    return (await readRegular(path, code, LARGEST.json)).toString('utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(path: HostPath, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(path, `is not JSON: ${reasonOf(error)}`, { cause: error });
  }
}

function invalid(
  path: HostPath,
  problem: string,
  details: { excerpt?: string[]; cause?: unknown },
): BuilderError {
  return new BuilderError('RECORD_INVALID', `${path}: ${problem}`, {
    hint: 'Take the file as it was written from version control, or build the artifact again.',
    ...details,
  });
}

function describe({ path, message }: z.core.$ZodIssue): string {
  const where = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  const problem = message.replace(/^Invalid input: /, '');
  return where === '' ? problem : `${where}: ${problem}`;
}
