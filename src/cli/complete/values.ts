import { ARCH_NAMES } from '../../architecture.js';
import type { HostPath } from '../../path.js';
import { recipeFolders, stackFolders, type FolderOptions } from '../session/folders.js';
import { namesIn, stackNamesIn } from './names.js';
import { SHELLS } from './shells.js';
import type { Value } from './wanted.js';

/** Words that a value can be; `files` and `folders` are completed by the shell itself. */
interface Values {
  kind: 'words' | 'files' | 'folders';
  candidates: readonly string[];
}

const FOLDERS = ['DIR', 'APPLICATION'];
const FILES = ['FILE', 'ASC', 'ARTIFACT', 'ARTIFACT|DIRECTORY', 'BUILDPACK'];

/**
 * The words that a value can be, by what help calls it.
 * @param typed what of it is there already
 */
export async function valuesOf(
  value: Value,
  typed: string,
  options: FolderOptions,
): Promise<Values> {
  if (typeof value !== 'string') return words(value);
  if (FOLDERS.includes(value)) return { kind: 'folders', candidates: [] };
  if (FILES.includes(value)) return { kind: 'files', candidates: [] };
  switch (value) {
    case 'RECIPE':
      return words(await namesIn(recipeFolders(options)));
    case 'NAME@VERSION':
      return words(await orders(typed, recipeFolders(options)));
    case 'STACK':
      return words(await stackNamesIn(stackFolders(options)));
    case 'ARCH':
      return words(ARCH_NAMES);
    case 'ARCH,…':
      return words(furtherArchs(typed));
    case 'SHELL':
      return words(SHELLS);
    default:
      return words([]);
  }
}

function words(candidates: readonly string[]): Values {
  return { kind: 'words', candidates };
}

/** Recipes; behind `@` the versions that one knows. */
async function orders(typed: string, folders: readonly HostPath[]): Promise<string[]> {
  const at = typed.lastIndexOf('@');
  const names = await namesIn(folders);
  if (at === -1) return names.map((name) => `${name}@`);
  const name = typed.slice(0, at);
  if (!names.includes(name)) return [];
  // Loaded here, since most of what is completed needs no recipe read.
  const { versionsOf } = await import('./versions.js');
  return (await versionsOf(name, folders)).map((version) => `${name}@${version}`);
}

/** One more architecture behind those that were typed. */
function furtherArchs(typed: string): string[] {
  const before = typed.slice(0, typed.lastIndexOf(',') + 1);
  const given = before.split(',');
  return ARCH_NAMES.filter((arch) => !given.includes(arch)).map((arch) => `${before}${arch}`);
}
