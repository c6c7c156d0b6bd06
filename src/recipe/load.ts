import { BuilderError } from '../error.js';
import { inHost, type HostPath } from '../path.js';
import {
  placeOfText,
  readDocument,
  LARGEST,
  readInside,
  type DocumentFile,
} from '../files/index.js';
import { didYouMean } from '../text/index.js';
import { namesOf, readOwn } from './folder.js';
import { loadSystem } from './load-system.js';
import { recipeSchema, type Recipe } from './schema.js';
import type { BuildSystem } from './system-schema.js';

/** A recipe with the files that it brings, as read from one folder of recipes. */
export interface LoadedRecipe {
  recipe: Recipe;
  /** The file that it was read from. */
  path: HostPath;
  /** Its text, to tell where in it something stands. */
  text: string;
  /** The build systems that it names. */
  systems: ReadonlyMap<string, BuildSystem>;
  /** Contents of every file of the recipe's own folder that an entry names. */
  files: ReadonlyMap<string, string>;
}

/** Names of all recipes in these folders, sorted. A folder that doesn't exist has none. */
export async function recipeNames(folders: readonly HostPath[]): Promise<string[]> {
  return await namesOf(folders);
}

/**
 * Reads the recipe of this name from the first folder that has it.
 * @throws BuilderError UNKNOWN_RECIPE, RECIPE_INVALID
 */
export async function loadRecipe(
  name: string,
  folders: readonly HostPath[],
): Promise<LoadedRecipe> {
  // A name is looked up among the files that exist, so it can't be made to lead out of the folder.
  for (const folder of folders) {
    if ((await namesOf([folder])).includes(name)) return read(folder, name, folders);
  }
  const known = await recipeNames(folders);
  throw new BuilderError('UNKNOWN_RECIPE', `There is no recipe '${name}'.`, {
    hint:
      didYouMean(name, known) +
      `Known recipes: ${known.join(', ') || 'none'}. ` +
      `They are looked up as NAME.yml in ${folders.join(', ')}.`,
  });
}

async function read(
  folder: HostPath,
  name: string,
  folders: readonly HostPath[],
): Promise<LoadedRecipe> {
  const path = inHost(folder, `${name}.yml`);
  const file = { path, text: await readOwn(folder, `${name}.yml`, 'A recipe') };
  const recipe = readDocument(file, recipeSchema, 'RECIPE_INVALID');
  if (recipe.name !== name) {
    throw new BuilderError('RECIPE_INVALID', `${path}: the name in it is '${recipe.name}'.`, {
      hint: `Rename the file to ${recipe.name}.yml, or the recipe to '${name}'.`,
    });
  }
  const files = new Map<string, string>();
  for (const named of namedFiles(recipe)) {
    files.set(named, await readBeside(file, { folder, name }, named));
  }
  const systems = new Map<string, BuildSystem>();
  for (const { use } of recipe.build.system) {
    systems.set(use, await loadSystem(use, folders, file));
  }
  return { recipe, path, text: file.text, systems, files };
}

/** Where a recipe has a text as a value below one of some keys: `path:line:column`. */
export function placeIn(
  { path, text }: Pick<LoadedRecipe, 'path' | 'text'>,
  wanted: string,
  keys: readonly string[],
): string {
  return placeOfText({ path, text }, wanted, keys);
}

function namedFiles(recipe: Recipe): Set<string> {
  const tests = (recipe.tests ?? []).flatMap((entry) => entry.use);
  const lists = [recipe.patches, ...tests.map((test) => test.files)];
  return new Set(lists.flatMap((list) => (list ?? []).flatMap((entry) => entry.use)));
}

/**
 * What a recipe's files hold is published with its plans. So they are its own: a link out of the folder of
 * recipes would publish a file of the machine. Links within it are for those who share files.
 */
async function readBeside(
  recipe: DocumentFile,
  { folder, name }: { folder: HostPath; name: string },
  file: string,
): Promise<string> {
  const read = await readInside(folder, `${name}/${file}`, LARGEST.text).catch(
    (error: unknown) => ({
      kind: 'refused',
      why: `can't be read`,
      error,
    }),
  );
  if ('bytes' in read) return read.bytes.toString('utf8');
  const why = read.kind === 'missing' ? `can't be read` : read.why;
  const place = placeOfText(recipe, file, ['patches', 'files']);
  throw new BuilderError('RECIPE_INVALID', `${place}: it names '${file}', which ${why}`, {
    hint: `The files of a recipe are beside it, in ${inHost(folder, name)}: regular files, or links to some in ${folder}.`,
    ...('error' in read && { cause: read.error }),
  });
}
