import type { Comparison } from '../comparison.js';
import { digestLines, sectionsOf, verdict, type Names } from './sections.js';
import { visible } from './words.js';

/**
 * The same as Markdown, for a pull request. What comes from the artifacts stands in code, where it
 * can't be markup. Pure.
 * @param names what the two are called: their file names, for example
 */
export function comparisonMarkdown(comparison: Comparison, names: Names): string {
  const [before, after] = [code(names.before), code(names.after)];
  if (comparison.same) {
    return `${before} and ${after} are the same, sha256 ${code(comparison.sha256)}.\n`;
  }
  const blocks = [
    `${before} and ${after} differ. ${verdict(comparison)}`,
    block(digestLines(comparison, names)),
    ...sectionsOf(comparison).flatMap(({ title, path, lines }) => [
      `### ${path === null ? title : `${code(visible(path))}, ${title}`}`,
      block(lines),
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Text between more backticks than stand in a row in it (CommonMark, 6.1). */
function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${space}${text}${space}${fence}`;
}

function block(lines: readonly string[]): string {
  const text = lines.join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}diff\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
