import { BuilderError } from '../error.js';
import { inHost, type HostPath } from '../path.js';
import { namesIn, readInside } from '../files/index.js';

/** Names of the YAML files in these folders, sorted. A folder that doesn't exist has none. */
export async function namesOf(folders: readonly HostPath[]): Promise<string[]> {
  const names = await Promise.all(folders.map(namesInFolder));
  return [...new Set(names.flat())].sort();
}

async function namesInFolder(folder: HostPath): Promise<string[]> {
  const names = await namesIn(folder);
  return names.filter((name) => name.endsWith('.yml')).map((name) => name.slice(0, -'.yml'.length));
}

/**
 * The text of a file in a folder of recipes; what it may be a link to is what a recipe's files may be links to.
 * @param what how messages call it
 * @throws BuilderError RECIPE_INVALID
 */
export async function readOwn(folder: HostPath, file: string, what: string): Promise<string> {
  const read = await readInside(folder, file);
  if ('bytes' in read) return read.bytes.toString('utf8');
  throw new BuilderError('RECIPE_INVALID', `${inHost(folder, file)}: it ${read.why}`, {
    hint: `${what} is a file, or a link to one in ${folder}; name other folders with --recipes-dir.`,
  });
}
