import { BuilderError } from '../error.js';
import { inHost, type HostPath } from '../path.js';
import { placeOfText, readDocument, type DocumentFile } from '../files/index.js';
import { meant } from '../text/index.js';
import { namesOf, readOwn } from './folder.js';
import { systemSchema, type BuildSystem } from './system-schema.js';

/** The folder of build systems, in a folder of recipes. */
export const SYSTEMS_FOLDER = 'systems';

/** Names of all build systems in these folders of recipes, sorted. */
export async function systemNames(folders: readonly HostPath[]): Promise<string[]> {
  return await namesOf(folders.map((folder) => inHost(folder, SYSTEMS_FOLDER)));
}

/**
 * Reads the build system of this name from the first folder of recipes that has it.
 * @param recipe the text that names it, for messages; none when a folder was asked for what it has
 * @throws BuilderError RECIPE_INVALID
 */
export async function loadSystem(
  name: string,
  folders: readonly HostPath[],
  recipe?: DocumentFile,
): Promise<BuildSystem> {
  // A name is looked up among the files that exist, so it can't be made to lead out of the folder.
  for (const folder of folders) {
    const own = inHost(folder, SYSTEMS_FOLDER);
    if ((await namesOf([own])).includes(name)) return await read(folder, name);
  }
  const known = await systemNames(folders);
  const place = recipe === undefined ? '' : `${placeOfText(recipe, name, ['system'])}: `;
  const question = meant(name, known);
  throw new BuilderError(
    'RECIPE_INVALID',
    `${place}there is no build system '${name}'${question === undefined ? '' : `: ${question}`}`,
    {
      hint:
        `Known build systems: ${known.join(', ') || 'none'}. They are looked up as ` +
        `${SYSTEMS_FOLDER}/NAME.yml in ${folders.join(', ')}.`,
    },
  );
}

async function read(folder: HostPath, name: string): Promise<BuildSystem> {
  const file = `${SYSTEMS_FOLDER}/${name}.yml`;
  const path = inHost(folder, file);
  const system = readDocument(
    { path, text: await readOwn(folder, file, 'A build system') },
    systemSchema,
    'RECIPE_INVALID',
  );
  if (system.name === name) return system;
  throw new BuilderError('RECIPE_INVALID', `${path}: the name in it is '${system.name}'.`, {
    hint: `Rename the file to ${system.name}.yml, or the build system to '${name}'.`,
  });
}
