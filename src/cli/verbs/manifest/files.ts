import { BuilderError } from '../../../error.js';
import { hostPath, type HostPath } from '../../../path.js';

/**
 * Splits the words after a subverb into the manifest's path and names.
 * @throws BuilderError USAGE
 */
export function fileAndNames(
  subverb: string,
  words: readonly string[],
): { file: string; path: HostPath; names: string[] } {
  const [file, ...names] = words;
  if (file === undefined) {
    throw new BuilderError('USAGE', `Which manifest shall 'manifest ${subverb}' look at?`, {
      hint: `For example: binary-builder manifest ${subverb} manifest.yml`,
    });
  }
  return { file, path: hostPath(file), names };
}

/**
 * The manifest's path, where nothing else may be said.
 * @throws BuilderError USAGE
 */
export function oneFile(
  subverb: string,
  words: readonly string[],
): { file: string; path: HostPath } {
  const { names, ...found } = fileAndNames(subverb, words);
  if (names.length === 0) return found;
  throw new BuilderError('USAGE', `'manifest ${subverb}' takes one manifest.`, {
    hint: `For example: binary-builder manifest ${subverb} manifest.yml`,
  });
}

/** Reads `NAME` or `NAME@VERSION`. */
export function parseWanted(word: string): { name: string; version?: string } {
  const at = word.lastIndexOf('@');
  if (at <= 0 || at === word.length - 1) return { name: word };
  return { name: word.slice(0, at), version: word.slice(at + 1) };
}
