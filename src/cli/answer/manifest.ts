import { bold, dim, green, red, yellow } from 'yoctocolors';
import type { ManifestDifference } from '../../manifest/diff/index.js';
import type { CheckReport, ManifestFinding } from '../../manifest/check/index.js';
import type { ManifestRow } from '../../manifest/model/index.js';
import { table } from '../print/table.js';
import { counted, printableText } from '../../text/index.js';

/** What was changed in a manifest. */
export function updateText(file: string, changes: readonly { message: string }[]): string {
  return [
    `${green('✔')} ${file}: ${counted(changes.length, 'change')}`,
    ...changes.map(({ message }) => `  ${printableText(message)}`),
  ].join('\n');
}

/** What was left as it is, and why. */
export function notesText(notes: readonly string[]): string {
  return notes.map((note) => `${yellow('note')} ${printableText(note)}`).join('\n');
}

/** A manifest's entries as a table. */
export function listText(file: string, rows: readonly ManifestRow[]): string {
  if (rows.length === 0) return `${file} has no dependencies.`;
  return table(
    ['name', 'version', 'stacks', 'arch', 'digest', 'deprecated', ''],
    rows.map((row) => [
      ...[row.name ?? '', row.version ?? '', row.stacks.join(' '), row.arch ?? ''].map(
        printableText,
      ),
      printableText(digestOf(row)),
      printableText(row.deprecation ?? ''),
      row.isDefault ? 'default' : '',
    ]),
  );
}

/** What changed between two manifests. */
export function diffText(
  differences: readonly (ManifestDifference & { message: string })[],
): string {
  if (differences.length === 0) return 'Dependencies, defaults and deprecation dates are the same.';
  return differences
    .map(({ kind, message }) => `${MARKS[kind]} ${printableText(message)}`)
    .join('\n');
}

const MARKS: Readonly<Record<ManifestDifference['kind'], string>> = {
  added: green('+'),
  joined: green('+'),
  removed: red('-'),
  dropped: red('-'),
  rebuilt: yellow('~'),
  digests: yellow('~'),
  moved: yellow('~'),
  source: yellow('~'),
  default: yellow('~'),
  deprecation: yellow('~'),
};

/** What a check says of itself. */
interface Explained {
  readonly explanation: string;
  readonly remedy: string;
}

/**
 * Findings for people: each with its place in front, as compilers write it and editors jump to; then
 * once for each check why that matters and what to do; what was set of checks, and the verdict last.
 */
export function findingsText(
  file: string,
  {
    entries,
    findings,
    settings,
    checks,
  }: CheckReport & {
    entries: number;
    checks: Readonly<Record<string, Explained>>;
  },
): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const ids = [...new Set(findings.map(({ check }) => check))];
  return [
    ...findings.map((finding) => findingLine(file, finding)),
    ...ids.flatMap((id) => {
      const check = checks[id];
      if (check === undefined) return [];
      return ['', `${bold(id)}: ${check.explanation}`, `  ${green('→')} ${check.remedy}`];
    }),
    ...(settings.length === 0
      ? []
      : [...(ids.length === 0 ? [] : ['']), ...settings.map(settingLine)]),
    ...(ids.length === 0 && settings.length === 0 ? [] : ['']),
    `${errors > 0 ? red('✘') : green('✔')} ${file}: ${counted(entries, 'entry', 'entries')}, ` +
      `${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}`,
  ].join('\n');
}

/** What was set, so that nobody takes a check that is off for one that found nothing. */
function settingLine({ check, severity, reason, findings }: CheckReport['settings'][number]) {
  const what =
    severity === 'off'
      ? `is off, ${counted(findings, 'finding')} not told`
      : `is ${severity === 'error' ? 'an error' : 'a warning'}, ${counted(findings, 'finding')}`;
  return `${bold(check)} ${what}${reason === undefined ? '' : `: ${printableText(reason)}`}`;
}

function findingLine(file: string, finding: ManifestFinding): string {
  const { line, column, severity, message, check } = finding;
  const word = severity === 'error' ? red('error') : yellow('warning');
  return `${file}:${line}:${column}: ${word}: ${printableText(message)} ${dim(`(${check})`)}`;
}

function digestOf({ sha256, md5 }: ManifestRow): string {
  if (sha256 !== undefined) return `sha256 ${sha256.slice(0, 12)}`;
  return md5 === undefined ? '' : `md5 ${md5.slice(0, 12)}`;
}
