import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import nodePath from 'node:path';
import { systemErrorCode } from '../error.js';
import { hostPath, inHost, type HostPath } from '../path.js';
import { lockOpen } from './lock.js';
import { namesIn } from './names.js';
import { noteUnfinished } from './unfinished.js';

/** A name for a file or folder while it is being written, beside the one that it will replace. */
export function temporaryName(name: string): string {
  return `.${name}.${randomUUID()}.tmp`;
}

/** Whether a file name is that of an unfinished file: being written, or left by a killed process. */
export function isTemporary(name: string): boolean {
  return /^\..+\.[0-9a-f-]{36}\.tmp$/.test(name);
}

/** A temporary name for what is being removed: whoever comes upon it may remove the rest. */
export function goingName(): string {
  return temporaryName('going');
}

/** Whether a name is that of something that is being removed, or was when whoever did it was killed. */
export function isGoing(name: string): boolean {
  return isTemporary(name) && name.startsWith('.going.');
}

/** What a temporary name has behind that of its target. */
const UNIQUE = /^[0-9a-f-]{36}\.tmp$/;

/**
 * Removes the unfinished files that killed processes left in a folder. For callers that hold the
 * lock under which everybody writes there.
 */
export async function removeTemporaries(folder: HostPath): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (isTemporary(name)) await rm(inHost(folder, name), { force: true });
  }
}

/** Something under a temporary name, which the kernel knows to be ours as long as it is open. */
export interface Temporary {
  readonly path: HostPath;
  readonly handle: FileHandle;
}

/**
 * Makes something under a temporary name beside its target, and locks it: so {@link removeAbandoned} tells
 * it from what a killed process has left, in whatever container or under whatever user that ran.
 * @param make makes and opens it
 */
export async function makeTemporary(
  target: HostPath,
  make: (path: HostPath) => Promise<FileHandle>,
): Promise<Temporary> {
  for (;;) {
    const path = inHost(folderOf(target), temporaryName(nodePath.basename(target)));
    const handle = await make(path);
    noteUnfinished(path);
    // Where there are no locks nobody takes it for abandoned either.
    if ((await lockOpen(path, handle)) !== 'lost') return { path, handle };
    await handle.close();
  }
}

/** Removes the files that killed processes left beside a target when they were about to replace it. */
export async function removeAbandoned(target: HostPath): Promise<void> {
  for (const path of await temporariesOf(target)) {
    await ifAbandoned(path, () => rm(path, { force: true }));
  }
}

/** What there is under temporary names of a target, whoever holds it. */
export async function temporariesOf(target: HostPath): Promise<HostPath[]> {
  const begin = `.${nodePath.basename(target)}.`;
  return (await namesIn(folderOf(target)))
    .filter((name) => name.startsWith(begin) && UNIQUE.test(name.slice(begin.length)))
    .map((name) => inHost(folderOf(target), name));
}

/** Runs something with what nobody holds any more, which nobody else takes for abandoned meanwhile. */
export async function ifAbandoned(path: HostPath, use: () => Promise<void>): Promise<void> {
  const handle = await openIfThere(path);
  if (handle === undefined) return;
  try {
    if ((await lockOpen(path, handle)) === 'ours') await use();
  } finally {
    await handle.close();
  }
}

/** Undefined for what is gone, or isn't ours to look at. */
async function openIfThere(path: HostPath): Promise<FileHandle | undefined> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (['ENOENT', 'EACCES', 'EPERM', 'ELOOP'].includes(systemErrorCode(error) ?? '')) {
      return undefined;
    }
    throw error;
  }
}

function folderOf(path: HostPath): HostPath {
  return hostPath(nodePath.dirname(path));
}
