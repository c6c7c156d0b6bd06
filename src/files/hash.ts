import { createReadStream } from 'node:fs';
import { systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';
import { explainUnreadable } from './system-error.js';

/**
 * The sha256 of a file in lower-case hex, read as a stream; undefined when there is no such file.
 * @param signal ends the reading; its reason is thrown
 * @throws BuilderError NOT_READABLE
 */
export async function sha256Of(path: HostPath, signal?: AbortSignal): Promise<string | undefined> {
  signal?.throwIfAborted();
  // Loaded where something is hashed, since most commands hash nothing. A stream is hashed in this thread;
  // starting hasha's own takes longer than hashing most artifacts.
  const { hash } = await import('hasha');
  const file = createReadStream(path, { highWaterMark: 1024 * 1024, signal });
  try {
    return await hash(file, { algorithm: 'sha256' });
  } catch (error) {
    signal?.throwIfAborted();
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw explainUnreadable(error, path);
  }
}
