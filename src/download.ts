import { type DownloadLimitName, type DownloadLimitSettings, limitText } from './limit.js';

/** What of a network one download may take. Servers, mirrors and proxies are foreign: each wait has an end. */
export interface DownloadLimits {
  /** Bytes of a source, whatever a server says that it has. */
  readonly size: number;
  /** Milliseconds for a source, all attempts at all its origins together; for a layer of a stack, all that makes it. */
  readonly time: number;
  /** Bytes a second that have to come, over each `window`. */
  readonly speed: number;
  /** Milliseconds over which speed is measured, and within which a server begins to answer. */
  readonly window: number;
  /** Milliseconds for a host name to resolve when no other origin is left to try; before one, it gets less than a second. */
  readonly resolve: number;
  /** Milliseconds for a connection, its TLS or its way through a proxy included. */
  readonly connect: number;
  /** Milliseconds of the pause before the second attempt; it doubles with each further one. */
  readonly backoff: number;
  /** Whether a server outside may redirect to loopback, link-local and private addresses. */
  readonly privateRedirects: boolean;
}

/** See {@link DownloadLimits}. */
const DOWNLOAD_LIMITS: DownloadLimits = {
  // Above any source that is known, and below what fills a disk.
  size: 4 * 1024 ** 3,
  time: 2 * 60 * 60_000,
  speed: 1024,
  window: 20_000,
  resolve: 10_000,
  connect: 10_000,
  backoff: 500,
  privateRedirects: false,
};

/** The limits of a download, of which some were said. Pure. */
export function downloadLimits(said: Partial<DownloadLimits> | undefined): DownloadLimits {
  return { ...DOWNLOAD_LIMITS, ...said };
}

/** What the command line said, as limits. Pure. */
export function saidDownloadLimits(settings: DownloadLimitSettings): Partial<DownloadLimits> {
  const { 'download-size': size, 'download-time': time, 'download-speed': speed } = settings;
  return {
    ...(size !== undefined && { size: size === 'none' ? Infinity : size }),
    ...(time !== undefined && { time: time === 'none' ? Infinity : time * 1000 }),
    ...(speed !== undefined && { speed: speed === 'none' ? 0 : speed }),
  };
}

/** How to loosen a limit that ended a download, as a line of a hint. Pure. */
export function looserHint(name: DownloadLimitName, limits: DownloadLimits): string {
  const say = (value: number) =>
    `--limit ${name}=${limitText(name, Math.max(1, Math.round(value)))}; none switches it off.`;
  switch (name) {
    case 'download-size':
      return `To raise the limit: ${say(limits.size * 2)}`;
    case 'download-time':
      return `To raise the limit: ${say((limits.time / 1000) * 2)}`;
    case 'download-speed':
      return `To lower the limit: ${say(limits.speed / 2)}`;
  }
}
