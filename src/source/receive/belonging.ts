import type { Emit } from '../../event.js';
import type { PublicUri } from '../../network/index.js';

/** What events of a source say of the build that it is fetched for: nothing when it is for none. */
export function forBuild({ build }: { readonly build?: string | undefined }): { build?: string } {
  return build === undefined ? {} : { build };
}

/** Tells that somebody else is fetching the source: the build waits, or who fetches it for none. */
export function tellWaiting(
  url: PublicUri,
  reason: string,
  { emit, build }: { readonly emit: Emit; readonly build?: string | undefined },
): void {
  if (build === undefined) emit({ type: 'source.waiting', url, reason });
  else emit({ type: 'build.waiting', build, reason });
}
