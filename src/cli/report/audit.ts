import { green, red, yellow } from 'yoctocolors';
import { describeFinding, findingsOf, type AuditReport } from '../../audit/index.js';

/** An audit's report for people: every finding, what recipes have switched off, and the verdict. */
export function auditText(what: string, report: AuditReport): string {
  const { waived, checks } = report;
  const errors = findingsOf(report, 'error');
  const warnings = findingsOf(report, 'warning');
  const verdict =
    `${what}: ${count(checks, 'check')}, ${count(errors.length, 'error')}, ` +
    count(warnings.length, 'warning');
  const [first] = [...errors, ...warnings];
  return [
    ...errors.map((finding) => `${red('error')}    ${describeFinding(finding)}`),
    ...warnings.map((finding) => `${yellow('warning')}  ${describeFinding(finding)}`),
    ...waived.map(
      ({ check, reason, findings: quiet }) =>
        `skipped  ${check} (${count(quiet, 'finding')}): ${reason}`,
    ),
    `${errors.length > 0 ? red('✘') : green('✔')} ${verdict}`,
    ...(first === undefined
      ? []
      : [`What a check means: binary-builder audit --explain ${first.check}`]),
  ].join('\n');
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
