import { type Asking, openFollowing } from './ask.js';
import { OriginFailure } from '../../receive/index.js';

/** Where an address leads. */
interface Moved {
  readonly url: URL;
  /** The IP address that it was asked at; undefined behind a proxy. */
  readonly address: string | undefined;
}

/**
 * Where the redirects of an address lead, for programs that can't tell where they may: they are given what
 * it leads to.
 * @returns undefined where there are none, or nobody answers
 * @throws OriginFailure when they lead inside, from outside
 */
export async function movedTo(from: URL, asking: Asking): Promise<Moved | undefined> {
  try {
    const { url, response, stream, proxied } = await openFollowing(from, {}, asking);
    const address = proxied ? undefined : response.ip;
    stream.destroy();
    return url.href === from.href ? undefined : { url, address };
  } catch (error) {
    asking.signal.throwIfAborted();
    if (!(error instanceof OriginFailure)) throw error;
    const { details } = error;
    if (details.kind === 'final' && details.limit?.name === 'private-redirects') throw error;
    return undefined;
  }
}
