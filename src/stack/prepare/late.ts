import prettyMilliseconds from 'pretty-ms';
import { type DownloadLimits, looserHint } from '../../download.js';
import { BuilderError } from '../../error.js';

/** The error for something of a stack that was not made in time. */
export function lateError(what: string, limits: DownloadLimits): BuilderError {
  const time = prettyMilliseconds(limits.time);
  return new BuilderError(
    'STACK_NOT_READY',
    `${what} was not done within ${time} (--limit download-time)`,
    { hint: looserHint('download-time', limits) },
  );
}
