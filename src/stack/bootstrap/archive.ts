import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import nodePath from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BuilderError } from '../../error.js';
import { hostPath, inHost, type HostPath } from '../../path.js';
import { findInside } from '../../files/index.js';
import { hashing } from './hashing.js';
import type { Stack } from '../definition/load.js';

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
  const file = await findArchive(stack, archive.path);
  const hash = createHash('sha256');
  await pipeline(
    createReadStream(file),
    (pieces: AsyncIterable<Buffer>) => hashing(pieces, hash),
    createWriteStream(target, { flags: 'wx', flush: true }),
    { signal },
  );
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

/** A stack's file may be anybody's, and so is what it names. */
async function findArchive(stack: Stack, path: string): Promise<HostPath> {
  const folder = hostPath(nodePath.dirname(stack.file));
  const found = await findInside(folder, path);
  if (found.kind === 'file') return found.path;
  throw new BuilderError(
    'STACK_NOT_READY',
    `${inHost(folder, path)} ${found.why}: the root of ${stack.name}`,
    {
      hint: `Put it there, or change root.archive.path in ${stack.file}; it is a file in the folder of the stack's.`,
    },
  );
}
