import { bold, cyan, dim, red } from 'yoctocolors';
import { withoutSecrets } from '../../network/index.js';
import { BuilderError, EXIT, type NextCommand } from '../../error.js';
import { printableLine, printableLines, printableText } from '../../text/index.js';
import { explainSystemError } from '../../files/index.js';
import { MARK } from '../print/program-line.js';
import { told, type Told } from '../print/told.js';
import type { Failure } from '../schema/failure.js';

/** An error for people, for scripts, and as an exit code. */
interface Explanation {
  text: Told;
  failure: Failure;
  exitCode: number;
}

/** Takes secrets out of a text. */
type Conceal = (text: string) => string;

/**
 * Puts any error into words; the secrets of addresses stay out of them, and what is foreign in them is
 * harmless. A stack trace is for our own bugs alone.
 * @param conceal takes out what is known to be secret beside that
 * @param typed how a command has to be typed that a hint ends in
 */
export function explain(
  thrown: unknown,
  conceal: Conceal = (text) => text,
  typed?: (command: NextCommand) => string,
): Explanation {
  const error = explainSystemError(thrown);
  return error instanceof BuilderError
    ? explainFailure(error, conceal, typed === undefined ? error.hint : error.hintWith(typed))
    : explainBug(error, conceal);
}

function explainFailure(
  error: BuilderError,
  conceal: Conceal,
  untold: string | undefined,
): Explanation {
  const { code } = error;
  if (code === 'BUG') return explainBug(error.message, conceal);
  const hide = (text: string) => conceal(withoutSecrets(text));
  const message = printableText(hide(error.message));
  const hint = untold === undefined ? undefined : printableLines(hide(untold));
  const excerpt = error.excerpt.map((line) => printableLine(hide(line)));
  return {
    text: told(failureText, { code, message, excerpt, hint: hint?.split('\n') ?? [] }),
    failure: { code, message, excerpt, ...(hint === undefined ? {} : { hint }) },
    exitCode: error.exitCode,
  };
}

interface FailureLines {
  code: string;
  message: string;
  excerpt: readonly string[];
  hint: readonly string[];
}

function failureText({ code, message, excerpt, hint }: FailureLines): string {
  return [
    `${red(bold('error'))} ${dim(code)} ${message}`,
    ...excerpt.map((line) => `  ${dim(MARK)} ${line}`),
    ...hint.map((line) => `  ${cyan('→')} ${line}`),
  ].join('\n');
}

function explainBug(error: unknown, conceal: Conceal): Explanation {
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = printableLines(conceal(withoutSecrets(said)));
  return {
    text: told(bugText, message.split('\n')),
    failure: { code: 'BUG', message, excerpt: [] },
    exitCode: EXIT.bug,
  };
}

/** A message may hold what a program said, so that its further lines have the mark of such lines. */
function bugText([first = '', ...others]: readonly string[]): string {
  return [
    `${red(bold('bug'))} This should not have happened; please report it with this text:`,
    first,
    ...others.map((line) => (/^\s+at /.test(line) ? line : `  ${dim(MARK)} ${line}`)),
  ].join('\n');
}
