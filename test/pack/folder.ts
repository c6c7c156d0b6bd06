import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { ExecutionContext } from 'ava';
import { hostPath, type HostPath } from '../../src/path.js';

/** Runs a program to its end. */
export const run = promisify(execFile);

/** A folder of the test's own, gone when it ends. */
export async function temporaryFolder(t: ExecutionContext): Promise<HostPath> {
  const folder = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'binary-builder-pack-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Digest of some bytes, in hex. */
export function digestOf(algorithm: string, bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

/** The tar inside a tarball. */
export async function tarInside(tarball: HostPath): Promise<Buffer> {
  return gunzipSync(await readFile(tarball));
}

/** What GNU tar says is in a tarball, a line for each member. */
export async function listing(tarball: HostPath): Promise<string[]> {
  const { stdout } = await run(
    'tar',
    ['--utc', '--full-time', '--quoting-style=literal', '-tvzf', tarball],
    {
      env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
    },
  );
  return stdout.trimEnd() === '' ? [] : stdout.trimEnd().split('\n');
}
