/** How much a finding of a check matters: an `error` fails what it was looked for, a `warning` is told. */
export type Severity = 'error' | 'warning';

/** What a check says of itself, whatever it looks at. */
export interface Explained {
  /** Stable, for people who switch it off and for scripts: lower case, words joined by `-`. */
  readonly id: string;
  readonly severity: Severity;
  /** What it looks for, in one line. */
  readonly summary: string;
  /** Why that is a fault: what would happen to whom. */
  readonly explanation: string;
  /** What to do about a finding. */
  readonly remedy: string;
}

/** Columns of a terminal that nobody has made wider. */
const TERMINAL_WIDTH = 80;
const PAGE_WIDTH = 110;

/** What a check means and what to do about its findings, for a terminal. */
export function explanationText({ id, severity, summary, explanation, remedy }: Explained): string {
  return [
    wrap(`${id} (${severity}): ${summary}.`, TERMINAL_WIDTH),
    wrap(explanation, TERMINAL_WIDTH),
    `What to do:\n${wrap(remedy, TERMINAL_WIDTH)}`,
  ].join('\n\n');
}

/**
 * The part of a page that explains checks, errors first.
 * @param marker what the comments around it call it
 */
export function explanationsMarkdown(checks: readonly Explained[], marker: string): string {
  return [
    `<!-- ${marker}: begin (npm run schemas) -->`,
    ...section('Errors', checks, 'error'),
    ...section('Warnings', checks, 'warning'),
    `<!-- ${marker}: end -->`,
  ].join('\n\n');
}

function section(title: string, checks: readonly Explained[], severity: Severity): string[] {
  const listed = checks.filter((check) => check.severity === severity);
  return listed.length === 0 ? [] : [`### ${title}`, ...listed.map(markdownOf)];
}

function markdownOf({ id, summary, explanation, remedy }: Explained): string {
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
    /(?<=^|[\s("])(?:-[-\w]\S*?|\S*[*_@<+]\S*?)(?=[.,:;)"]*(?:\s|$))/g,
    (word) => (word.includes('`') ? word : `\`${word}\``),
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
