import type { BuildContext } from '../../builder/place/index.js';
import { BuilderError } from '../../error.js';
import type { Emit, Event } from '../../event.js';
import { saidDownloadLimits } from '../../download.js';
import { removeAbandonedLocks } from '../../files/index.js';
import type { DownloadLimitSettings, LimitSettings } from '../../limit.js';
import { inHost } from '../../path.js';
import { cacheFolders, cacheRoot } from '../../store/index.js';
import { openReporter, type Wording } from '../progress/index.js';
import type { Session } from './session.js';

export type { Wording } from '../progress/index.js';

/** The options that say how to report, and what limits the command line says. */
interface ReportingOptions {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly limit?: LimitSettings & DownloadLimitSettings;
  readonly allowPrivateRedirects?: boolean;
  /** Gets each event before it is shown. */
  readonly observe?: Emit;
  /** How it is said to people. */
  readonly wording?: Wording;
}

/**
 * Runs something with a reporter that shows its events, and ends the reporter whatever happens.
 */
export async function withReporter<T>(
  session: Session,
  options: ReportingOptions,
  work: (context: BuildContext) => Promise<T>,
): Promise<T> {
  const { limit = {}, allowPrivateRedirects: privateRedirects = false } = options;
  const { json, verbose, wording, observe } = options;
  const reporter = await openReporter(json ? 'json' : 'auto', {
    verbose,
    ...(wording !== undefined && { wording }),
  });
  const emit = (event: Event) => {
    observe?.(event);
    reporter.show(concealed(event, session));
  };
  const folders = cacheFolders(cacheRoot(process.env));
  try {
    for (const locks of [folders.locks, inHost(folders.sources, 'locks')]) {
      await removeAbandonedLocks(locks);
    }
    return await work({
      folders,
      emit,
      signal: session.signal,
      limits: { recipe: {}, commandLine: limit },
      download: { ...saidDownloadLimits(limit), privateRedirects },
    });
  } finally {
    reporter.close();
  }
}

/** An error may repeat an argument, and so an address that was given. */
function concealed(event: Event, { conceal, typed }: Session): Event {
  if (event.type !== 'build.failed') return event;
  const { code, message, excerpt, cause } = event.error;
  const hint = event.error.hintWith(typed);
  const details = {
    ...(hint === undefined ? {} : { hint: conceal(hint) }),
    excerpt: excerpt.map((line) => conceal(line)),
    cause,
  };
  return { ...event, error: new BuilderError(code, conceal(message), details) };
}
