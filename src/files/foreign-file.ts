import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';

/**
 * The beginning of a file that something in a sandbox has written; undefined when there is none. What
 * isn't a plain file, a link to one of the machine's for example, counts as none.
 */
export async function readForeign(path: HostPath, maxBytes: number): Promise<Buffer | undefined> {
  try {
    // A named pipe that nobody writes to would be waited for.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = await open(path, flags);
    try {
      if (!(await file.stat()).isFile()) return undefined;
      const buffer = Buffer.alloc(maxBytes);
      let length = 0;
      for (;;) {
        const { bytesRead } = await file.read(buffer, length, maxBytes - length);
        if (bytesRead === 0) return buffer.subarray(0, length);
        length += bytesRead;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (NONE.has(systemErrorCode(error) ?? '')) return undefined;
    throw error;
  }
}

/** What the system says of something that is no file: of a link, a socket, or nothing at all. */
const NONE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO']);
