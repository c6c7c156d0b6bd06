import { printableLine, printableText } from './printable.js';

/**
 * A foreign text as Markdown that shows it and does nothing: no markup, no HTML, no entity, no end of a
 * table's cell, and nobody whom GitHub would notify. Never at the beginning of a line, where numbers
 * and dashes mean something too.
 */
export function markdownText(text: string): string {
  const escaped = text.replace(/[\\|`*_<>[\]~$&]/g, String.raw`\$&`);
  return printableText(escaped.replace(/(?<!\w)@(?=\w)/g, '@<!-- -->'));
}

/** A foreign text as code, between more backticks than stand in a row in it (CommonMark, 6.1). */
export function markdownCode(text: string): string {
  const shown = printableText(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

/** Foreign lines as a block of code that they can't end (CommonMark, 4.5). */
export function markdownBlock(lines: readonly string[], language = ''): string {
  const text = lines.map(printableLine).join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
