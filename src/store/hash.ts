import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';

/** The sha256 of a file in lower-case hex, read as a stream; undefined when there is no such file. */
export async function sha256Of(path: HostPath): Promise<string | undefined> {
  const hash = createHash('sha256');
  const file = createReadStream(path, { highWaterMark: 1024 * 1024 });
  file.on('data', (chunk) => hash.update(chunk));
  try {
    await finished(file);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('hex');
}
