import { BuilderError } from '../error.js';
import type { Event } from '../event.js';
import type { LimitSettings } from '../limit.js';
import { hostPath } from '../path.js';
import { printableJson } from '../text/index.js';
import type { BuildContext } from '../builder/place/index.js';
import type { Places } from '../builder/order/index.js';
import { cacheFolders, cacheRoot } from '../store/index.js';
import type { CommonOptions } from './options.js';
import { PACKAGE } from './package.js';
import { openReporter } from './progress/index.js';
import { writeLines } from './print/output.js';
import { trimmed, type Told } from './print/told.js';

/** What `main` hands to every verb. */
export interface Session {
  /** Aborted by Ctrl-C and the like. */
  signal: AbortSignal;
  /** Takes the secrets of the addresses among the arguments out of a text. */
  conceal: (text: string) => string;
  /** Sets the exit code of a verb that has said everything itself. */
  exit(code: number): void;
}

/** Where a command looks for things: the folders that were named, the working directory, the package. */
export function placesOf(options: CommonOptions): Places {
  return {
    recipes: foldersOf('recipes', options.recipesDir),
    stacks: foldersOf('stacks', options.stacksDir),
    cache: cacheRoot(process.env),
  };
}

function foldersOf(kind: string, named: string | undefined) {
  return [...new Set([hostPath(named ?? kind), hostPath(PACKAGE, kind)])];
}

/**
 * Runs something with a reporter that shows its events, and ends the reporter whatever happens.
 */
export async function withReporter<T>(
  session: Session,
  options: CommonOptions & { readonly limit?: LimitSettings },
  work: (context: BuildContext) => Promise<T>,
): Promise<T> {
  const limits = { recipe: {}, commandLine: options.limit ?? {} };
  const reporter = await openReporter(options.json ? 'json' : 'auto', { verbose: options.verbose });
  const emit = (event: Event) => {
    reporter.show(concealed(event, session));
  };
  try {
    return await work({
      folders: cacheFolders(cacheRoot(process.env)),
      emit,
      signal: session.signal,
      limits,
    });
  } finally {
    reporter.close();
  }
}

/** An error may repeat an argument, and so an address that was given. */
function concealed(event: Event, { conceal }: Session): Event {
  if (event.type !== 'build.failed') return event;
  const { code, message, hint, excerpt, cause } = event.error;
  const details = {
    ...(hint === undefined ? {} : { hint: conceal(hint) }),
    excerpt: excerpt.map((line) => conceal(line)),
    cause,
  };
  return { ...event, error: new BuilderError(code, conceal(message), details) };
}

/** Prints data as one line of JSON, or as text for people. */
export function print(options: Pick<CommonOptions, 'json'>, data: unknown, text: Told): void {
  if (options.json) printJson(data);
  else writeLines(process.stdout, trimmed(text));
}

/** Prints data as one line of JSON. */
export function printJson(data: unknown): void {
  process.stdout.write(`${printableJson(data)}\n`);
}
