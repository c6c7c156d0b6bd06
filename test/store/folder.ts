import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';
import type { ExecutionContext } from 'ava';
import { hostPath, type HostPath } from '../../src/path.js';

/** A folder of the test's own, gone when it ends. */
export async function temporaryFolder(t: ExecutionContext): Promise<HostPath> {
  const folder = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'binary-builder-store-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file below a folder, by its path, sorted. */
export async function filesIn(folder: HostPath): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => nodePath.relative(folder, nodePath.join(entry.parentPath, entry.name)))
    .sort();
}
