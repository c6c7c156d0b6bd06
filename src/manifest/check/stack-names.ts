import { type Manifest, pathOf } from '../model/index.js';
import type { NamedStack } from './check.js';

/**
 * Finds the names of stacks in uris, as whole words: of the known ones and of those that the manifest has.
 * Names that tell nothing there aren't looked for.
 */
export function stackNamesIn(
  { entries, stack }: Manifest,
  known: readonly NamedStack[],
): (uri: string) => string[] {
  const own = entries.flatMap(({ stacks }) => stacks?.value.map(({ value }) => value) ?? []);
  const names = new Set(known.map(({ name }) => name));
  for (const name of [...own, ...(stack === undefined ? [] : [stack.value])]) names.add(name);
  for (const { name, inFileNames } of known) if (!inFileNames) names.delete(name);
  names.delete('');
  const words = [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(/[^a-z0-9]/gi, (character) => `\\${character}`));
  if (words.length === 0) return () => [];
  const found = new RegExp(`(?<![a-z0-9])(?:${words.join('|')})(?![a-z0-9])`, 'g');
  return (uri) => [...new Set(pathOf(uri).match(found) ?? [])];
}
