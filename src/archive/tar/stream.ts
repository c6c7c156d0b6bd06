import { open } from 'node:fs/promises';
import { BuilderError } from '../../error.js';
import type { HostPath } from '../../path.js';
import type { Entry } from './entry.js';
import { encodeHeader, END_OF_TAR, paddingOf } from './header-bytes.js';

const READ_SIZE = 256 * 1024;

/**
 * The bytes of the tar of these entries. Each piece is good only until the next one is asked for.
 * @param epoch the time of every member, in seconds
 */
export async function* tarOf(entries: readonly Entry[], epoch: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(READ_SIZE);
  for (const entry of entries) {
    yield encodeHeader(entry, epoch);
    if (entry.type !== 'file') continue;
    if (Buffer.isBuffer(entry.content)) yield entry.content;
    else yield* contentOf(entry.content, entry.size, buffer);
    yield Buffer.alloc(paddingOf(entry.size));
  }
  yield END_OF_TAR;
}

async function* contentOf(path: HostPath, size: number, buffer: Buffer): AsyncGenerator<Buffer> {
  if (size === 0) return;
  const file = await open(path, 'r');
  try {
    for (let left = size; left > 0;) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(left, READ_SIZE));
      if (bytesRead === 0) throw shrunk(path);
      yield buffer.subarray(0, bytesRead);
      left -= bytesRead;
    }
  } finally {
    await file.close();
  }
}

function shrunk(path: HostPath): BuilderError {
  return new BuilderError('NOT_PACKABLE', `${path} became shorter while it was packed`, {
    hint: 'Something is still writing to the tree, perhaps a process that the build left running.',
  });
}
