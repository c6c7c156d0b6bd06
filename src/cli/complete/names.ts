import { readdir } from 'node:fs/promises';
import { STACK_NAMES_FILE, WORD } from '../../name.js';
import type { HostPath } from '../../path.js';

/**
 * Names of the recipes or stacks in these folders, sorted: both are found by their files' names. Whoever
 * waits for a completion doesn't wait until they are read, and a folder that can't be read has none. What
 * couldn't be the name of one is left out: it would be shown by a shell, and typed into it.
 */
export async function namesIn(folders: readonly HostPath[]): Promise<string[]> {
  const files = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  const names = files.flat().flatMap((file) => /^(.+)\.yml$/.exec(file)?.[1] ?? []);
  return [...new Set(names.filter((name) => WORD.test(name)))].sort();
}

/** Names of the stacks in these folders, as {@link namesIn}. */
export async function stackNamesIn(folders: readonly HostPath[]): Promise<string[]> {
  return (await namesIn(folders)).filter((name) => `${name}.yml` !== STACK_NAMES_FILE);
}
