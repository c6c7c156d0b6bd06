import type { Comparison } from '../comparison.js';
import { digestLines, sectionsOf, verdict, type Names } from './sections.js';
import { visible } from './words.js';

/**
 * The lines of a comparison for people, without colours. Whatever is in the artifacts, no line can
 * move a cursor. Pure.
 * @param names what the two are called: their file names, for example
 */
export function comparisonText(comparison: Comparison, names: Names): string[] {
  if (comparison.same) {
    return [`${names.before} and ${names.after} are the same, sha256 ${comparison.sha256}.`];
  }
  return [
    `${names.before} and ${names.after} differ.`,
    ...digestLines(comparison, names),
    verdict(comparison),
    ...sectionsOf(comparison).flatMap(({ title, path, lines }) => [
      '',
      path === null ? `${title}:` : `${visible(path)}, ${title}:`,
      ...lines.map((line) => `  ${line}`),
    ]),
  ];
}
