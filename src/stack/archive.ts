import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import nodePath from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BuilderError, systemErrorCode } from '../error.js';
import { hostPath, type HostPath } from '../path.js';
import { hashing } from './hashing.js';
import type { Stack } from './load.js';

/**
 * Copies a root filesystem that somebody has as an archive, and verifies the copy.
 * @throws BuilderError STACK_NOT_READY when it isn't there, DIGEST_MISMATCH
 */
export async function copyArchive(
  stack: Stack,
  archive: { path: string; sha256: string },
  target: HostPath,
  signal?: AbortSignal,
): Promise<void> {
  const file = hostPath(nodePath.dirname(stack.file), archive.path);
  const hash = createHash('sha256');
  try {
    await pipeline(
      createReadStream(file),
      (pieces: AsyncIterable<Buffer>) => hashing(pieces, hash),
      createWriteStream(target, { flags: 'wx', flush: true }),
      { ...(signal && { signal }) },
    );
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    throw new BuilderError('STACK_NOT_READY', `${file} is not there: the root of ${stack.name}`, {
      hint: `Put it there, or change root.archive.path in ${stack.file}.`,
    });
  }
  const found = hash.digest('hex');
  if (found === archive.sha256) return;
  throw new BuilderError(
    'DIGEST_MISMATCH',
    `${file} is not the root of ${stack.name}: sha256 ${archive.sha256} was expected, found ${found}`,
    {
      hint: `Get it again, or change root.archive.sha256 in ${stack.file} if it is meant to be new.`,
    },
  );
}
