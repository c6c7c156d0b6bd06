import { readdir } from 'node:fs/promises';
import nodePath from 'node:path';
import { BuilderError, systemErrorCode } from '../../error.js';
import { STACK_NAMES_FILE } from '../../name.js';
import { hostPath, inHost, type HostPath } from '../../path.js';
import { readDocument, readInside } from '../../files/index.js';
import { didYouMean, withItsNumbers } from '../../text/index.js';
import { stackSchema, type StackDefinition } from './schema.js';

/** A stack and the file that it was read from. */
export interface Stack extends StackDefinition {
  readonly file: HostPath;
}

const SUFFIX = '.yml';

/**
 * Reads every stack in these folders; the first folder that has a name wins. A folder that isn't
 * there is an empty one. Sorted by name.
 * @throws BuilderError STACK_INVALID with line and column
 */
export async function loadStacks(folders: readonly HostPath[]): Promise<Stack[]> {
  const files = new Map<string, HostPath>();
  for (const folder of folders) {
    for (const file of await stackFilesIn(folder)) {
      if (!files.has(file)) files.set(file, inHost(folder, file));
    }
  }
  const stacks = await Promise.all([...files.values()].map((file) => readStack(file)));
  return stacks.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function stackFilesIn(folder: HostPath): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith(SUFFIX) && name !== STACK_NAMES_FILE);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function readStack(file: HostPath): Promise<Stack> {
  const folder = hostPath(nodePath.dirname(file));
  const read = await readInside(folder, nodePath.basename(file));
  if ('why' in read) {
    throw new BuilderError('STACK_INVALID', `${file}: it ${read.why}`, {
      hint: `A stack is a file, or a link to one in ${folder}; name other folders with --stacks-dir.`,
    });
  }
  const definition = readDocument(
    { path: file, text: read.bytes.toString('utf8') },
    stackSchema,
    'STACK_INVALID',
  );
  if (!file.endsWith(`/${definition.name}${SUFFIX}`)) {
    throw new BuilderError(
      'STACK_INVALID',
      `${file}: the stack in it is named ${definition.name}`,
      {
        hint: `A stack is found by its file's name: call the file ${definition.name}${SUFFIX}.`,
      },
    );
  }
  return { ...definition, file };
}

/**
 * The stack of this name.
 * @throws BuilderError UNKNOWN_STACK, which lists the known ones and didYouMeans the nearest
 */
export function findStack(stacks: readonly Stack[], name: string): Stack {
  const stack = stacks.find((one) => one.name === name);
  if (stack !== undefined) return stack;
  const known = stacks.map((one) => one.name);
  throw new BuilderError('UNKNOWN_STACK', `there is no stack '${name}'`, {
    hint:
      known.length === 0
        ? 'No stack is known: put a file into ./stacks or name a folder with --stacks-dir.'
        : `${didYouMean(name, withItsNumbers(name, known))}Known: ${known.join(', ')}.`,
  });
}
