import { wantedAt } from './wanted.js';
import { valuesOf } from './values.js';

/**
 * What can stand where somebody is typing, for the scripts of `binary-builder completion`.
 * @param words those behind the program's name, up to where the cursor is; the last may be empty
 * @returns the first line is `words`, `files` or `folders`: what the shell adds by itself; then a line
 * for each word, with what it means behind a tab
 */
export async function completionLines(words: readonly string[]): Promise<string> {
  const { candidates, prefix, value, options } = wantedAt(words);
  const found =
    value === undefined
      ? { kind: 'words' as const, candidates: [] }
      : await valuesOf(value, prefix.typed, options);
  const lines = [
    ...candidates.map(({ word, says }) => (says === undefined ? word : `${word}\t${says}`)),
    ...found.candidates.map((word) => `${prefix.before}${word}`),
  ].filter((line) => line.startsWith(prefix.before + prefix.typed));
  return `${[found.kind, ...lines].join('\n')}\n`;
}
