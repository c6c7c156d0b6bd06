import * as z from 'zod';
import { BuilderError } from '../../error.js';
import { type Explained, explanationText, didYouMean } from '../../text/index.js';
import { option } from '../describe/option.js';
import type { CommonOptions } from './common.js';
import { table } from '../print/table.js';
import { told } from '../print/told.js';
import { print } from '../session/print.js';

/** `--explain [CHECK]`: `true` for all checks. */
export function explainOption(checks: Readonly<Record<string, Explained>>) {
  return option(z.union([z.string(), z.literal(true)]).optional(), {
    value: '[CHECK]',
    says: 'what a check means and what to do about it; alone, list all',
    choices: Object.keys(checks),
  });
}

/**
 * Answers `VERB --explain [ID]`: all checks as a table, or all that one says of itself.
 * @throws BuilderError USAGE
 */
export function explainChecks(
  { verb, checks }: { verb: string; checks: Readonly<Record<string, Explained>> },
  id: string | undefined,
  options: Pick<CommonOptions, 'json'>,
): void {
  const all = Object.values(checks);
  if (id === undefined) {
    const rows = all.map((check) => [check.id, check.severity, check.summary]);
    print(
      options,
      { type: 'checks.listed', checks: all.map(dataOf) },
      told(table, ['check', 'severity', 'what it sees to'], rows),
    );
    return;
  }
  const check = all.find((known) => known.id === id);
  if (check === undefined) {
    throw new BuilderError('USAGE', `There is no check '${id}'.`, {
      hint: didYouMean(id, Object.keys(checks)) + `'binary-builder ${verb} --explain' lists them.`,
    });
  }
  print(options, { type: 'check.explained', check: dataOf(check) }, told(explanationText, check));
}

function dataOf({ id, severity, summary, explanation, remedy }: Explained): Explained {
  return { id, severity, summary, explanation, remedy };
}
