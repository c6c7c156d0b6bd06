import { bold, dim, green, red, yellow } from 'yoctocolors';
import type { Proof, Verdict } from '../../artifact/index.js';
import { markdownBlock, markdownCode, markdownText } from '../../text/index.js';
import { MARK } from '../print/program-line.js';
import { markdownTable } from '../print/markdown-table.js';
import { table } from '../print/table.js';

/** How many lines of one proof a report shows; everything is in `--json`. */
const LINES = 20;

const HEAD = ['what', 'outcome', 'detail'];

/** A verdict for people: one table, then what is behind whatever didn't pass, then one sentence. */
export function verdictText({ artifact, record, good, proofs }: Verdict): string {
  const rows = proofs.map(({ what, outcome, detail }) => [what, coloured(outcome), detail]);
  return [
    `${bold(record.name)} ${record.version} for ${record.stack.name} (${record.arch}): ${artifact}`,
    '',
    table(HEAD, rows),
    ...proofs.flatMap((proof) => behind(proof)),
    '',
    good
      ? `${green('✔')} It is what it says it is, and it works.`
      : `${red('✘')} Don't use it: ${failures(proofs)}.`,
  ].join('\n');
}

/** A verdict for a pull request. */
export function verdictMarkdown({ record, good, proofs }: Verdict): string {
  const rows = proofs.map(({ what, outcome, detail }) => [what, outcome, detail]);
  const details = proofs.flatMap((proof) => {
    if (proof.lines.length === 0) return [];
    const block = markdownBlock(shortened(proof.lines)).split('\n');
    return [
      `- ${markdownText(proof.what)}: ${proof.outcome}`,
      '',
      ...block.map((line) => `  ${line}`),
      '',
    ];
  });
  return `${[
    `### ${good ? '✅' : '❌'} ${markdownText(`${record.name} ${record.version} for ${record.stack.name} (${record.arch})`)}`,
    '',
    `${markdownCode(record.file)}, sha256 ${markdownCode(record.sha256)}`,
    '',
    markdownTable(HEAD, rows),
    ...(details.length === 0 ? [] : ['', ...details]),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function behind({ what, outcome, lines }: Proof): string[] {
  if (lines.length === 0) return [];
  return [
    '',
    `${what}: ${coloured(outcome)}`,
    ...shortened(lines).map((line) => `  ${dim(MARK)} ${line}`),
  ];
}

function shortened(lines: readonly string[]): string[] {
  if (lines.length <= LINES) return [...lines];
  return [...lines.slice(0, LINES), `… and ${lines.length - LINES} more`];
}

function failures(proofs: readonly Proof[]): string {
  const failed = proofs.filter(({ outcome }) => outcome === 'failed').map(({ what }) => what);
  return `failed: ${[...new Set(failed)].join(', ')}`;
}

function coloured(outcome: Proof['outcome']): string {
  switch (outcome) {
    case 'passed':
      return green(outcome);
    case 'warned':
      return yellow(outcome);
    case 'failed':
      return red(outcome);
    case 'not looked at':
      return outcome;
  }
}
