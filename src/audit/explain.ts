import type { Check } from './check.js';
import { checks } from './checks.js';
import type { Severity } from './finding.js';

/** Columns of a terminal that nobody has made wider. */
const TERMINAL_WIDTH = 80;
const PAGE_WIDTH = 110;

/** What a check means and what to do about its findings, for a terminal; undefined for an unknown id. */
export function explainCheck(id: string): string | undefined {
  const check = Object.values(checks).find((known) => known.id === id);
  if (check === undefined) return undefined;
  const { severity, summary, explanation, remedy } = check;
  return [
    wrap(`${id} (${severity}): ${summary}.`, TERMINAL_WIDTH),
    wrap(explanation, TERMINAL_WIDTH),
    `What to do:\n${wrap(remedy, TERMINAL_WIDTH)}`,
  ].join('\n\n');
}

/** The generated part of docs/checks.md, with the comments that it stands between. */
export function checksMarkdown(): string {
  return [
    '<!-- checks: begin (npm run schemas) -->',
    ...section('Errors', 'error'),
    ...section('Warnings', 'warning'),
    '<!-- checks: end -->',
  ].join('\n\n');
}

function section(title: string, severity: Severity): string[] {
  const listed = Object.values(checks).filter((check) => check.severity === severity);
  return listed.length === 0 ? [] : [`### ${title}`, ...listed.map(markdownOf)];
}

function markdownOf({ id, summary, explanation, remedy }: Check): string {
  return [
    `#### \`${id}\``,
    wrap(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`, PAGE_WIDTH),
    wrap(withCode(explanation), PAGE_WIDTH),
    wrap(`**What to do:** ${withCode(remedy)}`, PAGE_WIDTH),
  ].join('\n\n');
}

/** Options, and words with characters that mean something in Markdown, as `code`. */
function withCode(text: string): string {
  return text.replaceAll(
    /(?<=^|[\s("])(?:-[-\w]\S*?|\S*[*_@<]\S*?)(?=[.,:;)"]*(?:\s|$))/g,
    (word) => `\`${word}\``,
  );
}

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    const longer = `${line ?? ''} ${word}`;
    if (line === undefined || longer.length > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.join('\n');
}
