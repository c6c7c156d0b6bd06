import type { ManifestFinding } from '../../src/manifest/check/index.js';
import { counted, printableText } from '../../src/text/index.js';

/** What came of one manifest. */
export type RealResult =
  | {
      readonly name: string;
      readonly entries: number;
      readonly findings: readonly ManifestFinding[];
    }
  | { readonly name: string; readonly unreadable: string };

type Finding = Pick<ManifestFinding, 'check' | 'severity' | 'line' | 'column' | 'message'>;

/** One manifest: how much was found, then each check with its findings. */
export function manifestReport(result: RealResult): string {
  if ('unreadable' in result) return `${result.name}: ${printableText(result.unreadable)}`;
  const { name, entries, findings } = result;
  return [
    `${name}: ${counted(entries, 'entry', 'entries')}, ${tally(findings)}`,
    ...byCheck(findings).flatMap(([title, found]) => [
      `  ${title}: ${found.length}`,
      ...found.map(
        ({ line, column, message }) => `    ${line}:${column} ${printableText(message)}`,
      ),
    ]),
  ].join('\n');
}

/** All of them: how many have no error, then each check with the number of findings and of manifests. */
export function totalReport(results: readonly RealResult[]): string {
  const all = results.flatMap((result) => ('unreadable' in result ? [] : [result]));
  const sound = all.filter(({ findings }) => findings.every((one) => one.severity !== 'error'));
  const findings = all.flatMap((result) =>
    result.findings.map((one) => ({ ...one, manifest: result.name })),
  );
  return [
    `total: ${counted(results.length, 'manifest')}, ${sound.length} without an error, ${tally(findings)}`,
    ...byCheck(findings).map(([title, found]) => {
      const manifests = new Set(found.map(({ manifest }) => manifest)).size;
      return `  ${title}: ${found.length} in ${counted(manifests, 'manifest')}`;
    }),
  ].join('\n');
}

function tally(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return `${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}`;
}

/** `error version-mismatch` with its findings; errors first, then by name. */
function byCheck<F extends Finding>(findings: readonly F[]): [title: string, findings: F[]][] {
  const groups = new Map<string, F[]>();
  for (const finding of findings) {
    const title = `${finding.severity} ${finding.check}`;
    groups.set(title, [...(groups.get(title) ?? []), finding]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
