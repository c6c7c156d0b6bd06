import * as z from 'zod';
import { BuilderError } from '../../error.js';
import { readDocument, readInside, strictObject } from '../../files/index.js';
import { STACK_NAMES_FILE } from '../../name.js';
import { inHost, type HostPath } from '../../path.js';
import { loadStacks } from './load.js';

const stackName = strictObject({
  name: z
    .string()
    .regex(/^(?:\*|[A-Za-z0-9][A-Za-z0-9._-]*)$/, 'a name has letters, digits, . _ and -')
    .describe('The name, as `cf_stacks` of manifests has it.'),
  description: z.string().min(1).describe('What it is, in one line.'),
  'in-file-names': z
    .boolean()
    .default(true)
    .describe(
      'Whether it tells in the name of a file for which stack the file is; not so where it is a word of other meaning, too, such as `windows`.',
    ),
});

const stackNamesSchema = strictObject({
  names: z.array(stackName).describe('Stacks that manifests name and nothing is built for here.'),
});

/** A stack that there is. */
export interface KnownStack {
  readonly name: string;
  /** Whether its name in the name of a file tells that the file is for it. */
  readonly inFileNames: boolean;
}

/**
 * Every stack that is known in these folders, sorted by name: those that have a file, and those that
 * `names.yml` names, which nothing can be built for.
 * @throws BuilderError STACK_INVALID with line and column
 */
export async function knownStacks(folders: readonly HostPath[]): Promise<KnownStack[]> {
  const known = new Map<string, KnownStack>();
  for (const { name } of await loadStacks(folders)) known.set(name, { name, inFileNames: true });
  for (const folder of folders) {
    for (const { name, 'in-file-names': inFileNames } of await namesIn(folder)) {
      if (!known.has(name)) known.set(name, { name, inFileNames });
    }
  }
  return [...known.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The JSON Schema of `names.yml`, for editors; committed as `stacks/names.schema.json`. */
export function stackNamesJsonSchema(): unknown {
  return {
    title: 'binary-builder names of stacks',
    ...z.toJSONSchema(stackNamesSchema, { io: 'input', target: 'draft-7' }),
  };
}

async function namesIn(folder: HostPath): Promise<z.infer<typeof stackNamesSchema>['names']> {
  const path = inHost(folder, STACK_NAMES_FILE);
  const read = await readInside(folder, STACK_NAMES_FILE);
  if ('why' in read) {
    if (read.kind === 'missing') return [];
    throw new BuilderError('STACK_INVALID', `${path}: it ${read.why}`, {
      hint: `Names of stacks are in a file, or in a link to one in ${folder}.`,
    });
  }
  const text = read.bytes.toString('utf8');
  return readDocument({ path, text }, stackNamesSchema, 'STACK_INVALID').names;
}
