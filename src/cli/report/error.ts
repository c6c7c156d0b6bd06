import { bold, cyan, dim, red } from 'yoctocolors';
import { withoutSecrets } from '../../address.js';
import { BuilderError, EXIT } from '../../error.js';
import { explainSystemError } from '../../store/index.js';

/** An error for people, for scripts, and as an exit code. */
export interface Explanation {
  text: string;
  event: {
    type: 'error';
    code: string;
    message: string;
    hint?: string;
    excerpt: readonly string[];
  };
  exitCode: number;
}

/**
 * Puts any error into words; the secrets of addresses stay out of them. A stack trace is
 * for our own bugs alone.
 */
export function explain(thrown: unknown): Explanation {
  const error = explainSystemError(thrown, pathOf(thrown));
  return error instanceof BuilderError ? explainFailure(error) : explainBug(error);
}

function explainFailure(error: BuilderError): Explanation {
  const { code } = error;
  const message = withoutSecrets(error.message);
  const hint = error.hint === undefined ? undefined : withoutSecrets(error.hint);
  const excerpt = error.excerpt.map((line) => withoutSecrets(line));
  const lines = [
    `${red(bold('error'))} ${dim(code)} ${message}`,
    ...excerpt.map((line) => `  ${dim('│')} ${line}`),
    ...(hint === undefined ? [] : hint.split('\n').map((line) => `  ${cyan('→')} ${line}`)),
  ];
  return {
    text: lines.join('\n'),
    event: { type: 'error', code, message, excerpt, ...(hint === undefined ? {} : { hint }) },
    exitCode: error.exitCode,
  };
}

function explainBug(error: unknown): Explanation {
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = withoutSecrets(said);
  return {
    text: `${red(bold('bug'))} This should not have happened; please report it with this text:\n${message}`,
    event: { type: 'error', code: 'BUG', message, excerpt: [] },
    exitCode: EXIT.bug,
  };
}

/** The path that a system error is about. */
function pathOf(error: unknown): string {
  return error instanceof Error && 'path' in error && typeof error.path === 'string'
    ? error.path
    : 'a file';
}
