import { markdownBlock, markdownCode } from '../../text/index.js';
import type { Comparison } from '../comparison.js';
import { digestLines, sectionsOf, verdict, type Names } from './sections.js';
import { visible } from './words.js';

/**
 * The same as Markdown, for a pull request. What comes from the artifacts stands in code, where it
 * can't be markup. Pure.
 * @param names what the two are called: their file names, for example
 */
export function comparisonMarkdown(comparison: Comparison, names: Names): string {
  const [before, after] = [markdownCode(names.before), markdownCode(names.after)];
  if (comparison.same) {
    return `${before} and ${after} are the same, sha256 ${markdownCode(comparison.sha256)}.\n`;
  }
  const blocks = [
    `${before} and ${after} differ. ${verdict(comparison)}`,
    markdownBlock(digestLines(comparison, names), 'diff'),
    ...sectionsOf(comparison).flatMap(({ title, path, lines }) => [
      `### ${path === null ? title : `${markdownCode(visible(path))}, ${title}`}`,
      markdownBlock(lines, 'diff'),
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}
