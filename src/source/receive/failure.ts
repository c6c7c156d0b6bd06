import { withoutSecrets, type PublicUri } from '../../network/index.js';
import { BuilderError } from '../../error.js';
import type { DownloadLimitName } from '../../limit.js';
import type { Algorithm } from '../../files/index.js';

/** What a download may not, and was about to. */
export interface ReachedLimit {
  readonly name: DownloadLimitName | 'private-redirects';
  /** What to do when it is meant, as a line of a hint. */
  readonly hint: string;
  /** Bytes that there were, where none of them stay. */
  readonly received?: number;
}

/** Why an origin didn't give what was asked of it. */
export type FailureKind =
  /** May be better in a moment: the same origin is worth another attempt. */
  | {
      kind: 'transient';
      /** Milliseconds that the origin asks for. */
      retryAfter?: number;
      /** Set when it took a while to find out. */
      slow?: true;
      limit?: ReachedLimit;
    }
  /** Will be the same the next time. */
  | {
      kind: 'final';
      limit?: ReachedLimit;
      /** Set when what has landed of it can't be a part of what was wanted. */
      useless?: true;
    }
  /** It gave something, and that was something else. */
  | { kind: 'mismatch'; algorithm: Algorithm; expected: string; found: string; html: boolean };

/** One origin's failure. It ends this origin alone: the next one is tried. */
export class OriginFailure extends Error {
  override readonly name = 'OriginFailure';

  constructor(
    readonly details: FailureKind,
    reason: string,
  ) {
    super(withoutSecrets(reason));
  }
}

/** What came of one origin, for the error that ends a fetch. */
export interface FailedOrigin {
  url: PublicUri;
  /** What its address had when it was recorded, and lacks. */
  withheld: readonly string[];
  failure: OriginFailure;
}

/** The error for a source that none of its origins gave. */
export function fetchError(
  name: string,
  failed: readonly [FailedOrigin, ...FailedOrigin[]],
): BuilderError {
  const wrong = failed.find(({ failure }) => failure.details.kind === 'mismatch') ?? failed[0];
  const { details } = wrong.failure;
  const isWrong = details.kind === 'mismatch';
  const reason = isWrong
    ? `${wrong.failure.message}, from ${wrong.url}`
    : failed.length === 1
      ? `could not be had from ${wrong.url}: ${wrong.failure.message}`
      : `could not be had from any of its ${failed.length} origins`;
  return new BuilderError(
    isWrong ? 'DIGEST_MISMATCH' : 'SOURCE_UNAVAILABLE',
    `${name}${isWrong ? ':' : ''} ${reason}`,
    {
      reason,
      hint: [
        ...new Set(failed.flatMap(({ failure }) => limitOf(failure)?.hint ?? [])),
        ...(isWrong ? [mismatchHint(details)] : []),
        ...(!isWrong && failed.some(({ failure }) => limitOf(failure) === undefined)
          ? [UNAVAILABLE_HINT]
          : []),
        ...failed.flatMap(({ url, withheld }) => withheldHint(url, withheld)),
      ].join('\n'),
      excerpt:
        failed.length === 1 ? [] : failed.map(({ url, failure }) => `${url}: ${failure.message}`),
    },
  );
}

/** The limit that ended it, if it was one. */
export function limitOf({ details }: OriginFailure): ReachedLimit | undefined {
  return details.kind === 'mismatch' ? undefined : details.limit;
}

const UNAVAILABLE_HINT =
  'Check the network and the proxy settings (http_proxy, https_proxy, no_proxy), ' +
  'or name another place with --url, which also takes file:///path/to/the/archive.';

/** What to do when an address lacks the secrets that it was first fetched with. */
export function withheldHint(url: PublicUri, withheld: readonly string[]): string[] {
  if (withheld.length === 0) return [];
  return [
    `${url} was fetched with a secret (${withheld.join(', ')}), and secrets are not recorded: ` +
      'give the whole address with --url.',
  ];
}

function mismatchHint({ algorithm, html }: { algorithm: Algorithm; html: boolean }): string {
  return html
    ? 'The server answered with an HTML page, an error or log-in page perhaps: open the URL in a browser, ' +
        'or name another place with --url.'
    : `Nothing of it was kept. Compare the ${algorithm} with the one that upstream publishes: ` +
        'if that is what was found here, the expected one is wrong; if not, somebody changed the file.';
}
