import * as z from 'zod';
import { BuilderError } from '../../../error.js';
import { manifestChecks } from '../../../manifest/check/index.js';
import {
  CHECK_SEVERITIES,
  type CheckSetting,
  dayOf,
  isReasoned,
} from '../../../manifest/model/index.js';
import { alternatives, didYouMean } from '../../../text/index.js';
import { option } from '../../describe/option.js';

/** `--severity CHECK=SEVERITY: REASON`, as often as somebody likes. */
export const severityOption = option(
  z
    .array(z.string())
    .default([])
    .transform((texts) => texts.map(settingOf)),
  {
    value: '<CHECK=SEVERITY>',
    says: `how much a check matters: ${alternatives(CHECK_SEVERITIES)}, and why, as in 'deprecated=off: REASON' (repeatable)`,
    choices: Object.keys(manifestChecks).map((id) => `${id}=`),
    repeatable: true,
  },
);

/** `--as-of DATE` */
export const asOfOption = option(z.string().optional().transform(dateOf), {
  value: '<DATE>',
  says: 'on this day, and a default that is past its date is an error',
});

/**
 * Reads `CHECK=SEVERITY` or `CHECK=SEVERITY: REASON`.
 * @throws BuilderError USAGE
 */
function settingOf(text: string): CheckSetting {
  const [, check = text, word = '', reason] =
    /^([^=]*)=\s*([^:\s]*)\s*(?::\s*(.*\S)\s*)?$/s.exec(text) ?? [];
  const known = Object.keys(manifestChecks);
  if (!known.includes(check)) {
    throw new BuilderError('USAGE', `There is no check '${check}'.`, {
      hint: `${didYouMean(check, known)}'binary-builder manifest check --explain' lists them.`,
    });
  }
  const severity = CHECK_SEVERITIES.find((one) => one === word);
  if (severity === undefined) {
    throw new BuilderError(
      'USAGE',
      `--severity ${check}= takes ${alternatives(CHECK_SEVERITIES)}, not '${word}'.`,
    );
  }
  const setting = { check, severity, ...(reason === undefined ? {} : { reason }) };
  if (isReasoned(setting)) return setting;
  throw new BuilderError('USAGE', `Nothing says why the check '${check}' is to be ${severity}.`, {
    hint: `Say it behind a colon: --severity '${check}=${severity}: REASON'`,
  });
}

function dateOf(text: string | undefined): string | undefined {
  if (text === undefined || dayOf(text) !== undefined) return text;
  throw new BuilderError('USAGE', `--as-of takes a date, not '${text}'.`, {
    hint: 'Write it as year, month and day: --as-of 2026-10-31',
  });
}
