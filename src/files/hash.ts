import { createReadStream } from 'node:fs';
import { hash } from 'hasha';
import { systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';

/** The sha256 of a file in lower-case hex, read as a stream; undefined when there is no such file. */
export async function sha256Of(path: HostPath): Promise<string | undefined> {
  // A stream is hashed in this thread; starting hasha's own takes longer than hashing most artifacts.
  const file = createReadStream(path, { highWaterMark: 1024 * 1024 });
  try {
    return await hash(file, { algorithm: 'sha256' });
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
