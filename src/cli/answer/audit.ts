import { green, red, yellow } from 'yoctocolors';
import { describeFinding, findingsOf, type AuditReport } from '../../audit/index.js';
import { counted } from '../../text/index.js';

/** An audit's report for people: every finding, what recipes have switched off, and the verdict. */
export function auditText(what: string, report: AuditReport): string {
  const { waived, checks } = report;
  const errors = findingsOf(report, 'error');
  const warnings = findingsOf(report, 'warning');
  const verdict =
    `${what}: ${counted(checks, 'check')}, ${counted(errors.length, 'error')}, ` +
    counted(warnings.length, 'warning');
  const [first] = [...errors, ...warnings];
  return [
    ...errors.map((finding) => `${red('error')}    ${describeFinding(finding)}`),
    ...warnings.map((finding) => `${yellow('warning')}  ${describeFinding(finding)}`),
    ...waived.map(
      ({ check, reason, findings: quiet }) =>
        `skipped  ${check} (${counted(quiet, 'finding')}): ${reason}`,
    ),
    `${errors.length > 0 ? red('✘') : green('✔')} ${verdict}`,
    ...(first === undefined
      ? []
      : [`What a check means: binary-builder audit --explain ${first.check}`]),
  ].join('\n');
}
