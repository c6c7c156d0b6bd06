import { spawn } from 'node:child_process';
import { open, mkdir, readFile, rm, stat, type FileHandle } from 'node:fs/promises';
import nodePath from 'node:path';
import * as z from 'zod';
import { BuilderError, systemErrorCode } from '../error.js';
import { inHost, type HostPath } from '../path.js';
import { namesIn } from './names.js';
import { isFile } from './path-kind.js';
import { explaining, explainSystemError } from './system-error.js';
import { noteFinished, noteUnfinished } from './unfinished.js';
import { missingProgram } from '../program/index.js';

/** What a process that holds a lock writes into the lock's file. */
const holderSchema = z.object({ pid: z.int(), since: z.iso.datetime() });

/** How long one `flock` waits before it is started anew, so that none outlives a killed process for long. */
const WAIT_SECONDS = 2;

export interface LockOptions {
  /** Told once when another process holds the lock: which, and since when. */
  onWait?: (reason: string) => void;
  /** Ends the wait; its reason is thrown. */
  signal?: AbortSignal;
}

/**
 * Runs `fn` while no other holder of the same lock runs, in this process or in any other on the
 * machine, containers that share the folder included.
 *
 * The lock is the kernel's, flock(2) on our own open file, so it ends with the process, however
 * that ends: nothing grows stale and nothing has to be kept fresh.
 * @param path the lock's file; made, with its parent folders, and removed at the end
 * @throws BuilderError NOT_WRITABLE, DISK_FULL, MISSING_PROGRAM; what `fn` throws
 */
export async function withLock<T>(
  path: HostPath,
  fn: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  let handle = await acquire(path, 0);
  if (handle === undefined) {
    options.onWait?.(await describeHolder(path));
    do {
      options.signal?.throwIfAborted();
      handle = await acquire(path, WAIT_SECONDS, options.signal);
    } while (handle === undefined);
  }
  return await holding(path, handle, fn);
}

/** Like {@link withLock}, but doesn't wait: false, without having run `fn`, when the lock is held. */
export async function tryLock(path: HostPath, fn: () => Promise<void>): Promise<boolean> {
  const handle = await acquire(path, 0);
  if (handle === undefined) return false;
  await holding(path, handle, fn);
  return true;
}

/**
 * Removes the file of a lock that a killed process has left. For those who find its work done, and so don't
 * take the lock.
 * @param tidy what else it may have left; run under the lock
 */
export async function removeAbandonedLock(
  path: HostPath,
  tidy: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  if (!(await isFile(path))) return;
  // Where nothing can be written, nothing has to be.
  await tryLock(path, tidy).catch(() => undefined);
}

/**
 * Removes the files of locks that killed processes have left in a folder. What a process that lives says
 * that it holds is not even tried: in a container it may be another one, and goes with a later call.
 */
export async function removeAbandonedLocks(folder: HostPath): Promise<void> {
  for (const name of await namesIn(folder).catch(() => [])) {
    const path = inHost(folder, name);
    const holder = await holderOf(path);
    if (holder === undefined || !isAlive(holder.pid)) await removeAbandonedLock(path);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemErrorCode(error) !== 'ESRCH';
  }
}

async function holding<T>(path: HostPath, handle: FileHandle, fn: () => Promise<T>): Promise<T> {
  noteUnfinished(path);
  try {
    await announce(handle);
    return await fn();
  } finally {
    noteFinished(path);
    // While the lock is still ours: whoever waits on the removed file notices and starts anew.
    await rm(path, { force: true }).catch(() => undefined);
    await handle.close();
  }
}

/**
 * Locks an open file or folder under the name that it has, until it is closed.
 * @returns `lost` when another has locked or removed it; `unlockable` where there are no locks
 */
export async function lockOpen(
  path: HostPath,
  handle: FileHandle,
): Promise<'ours' | 'lost' | 'unlockable'> {
  try {
    const locked = await flock(path, handle, 0);
    return locked && (await isStill(path, handle)) ? 'ours' : 'lost';
  } catch (error) {
    if (error instanceof BuilderError) return 'unlockable';
    throw error;
  }
}

/** Opens the lock's file and locks it; undefined when it is still held after `seconds`. */
async function acquire(
  path: HostPath,
  seconds: number,
  signal?: AbortSignal,
): Promise<FileHandle | undefined> {
  for (;;) {
    const handle = await explaining(path, async () => {
      await mkdir(nodePath.dirname(path), { recursive: true });
      return await open(path, 'a');
    });
    let ours = false;
    try {
      if (!(await flock(path, handle, seconds, signal))) return undefined;
      ours = await isStill(path, handle);
      if (ours) return handle;
    } finally {
      if (!ours) await handle.close();
    }
  }
}

/** Whether the open file is the one that the path names; the last holder may have removed it. */
async function isStill(path: HostPath, handle: FileHandle): Promise<boolean> {
  const ours = await handle.stat();
  try {
    const named = await stat(path);
    return named.ino === ours.ino && named.dev === ours.dev;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Node has no flock(2), but a lock belongs to the open file and not to the process that asked for
 * it: util-linux's flock(1) locks the descriptor that it inherits from us, ends, and the lock stays
 * ours until we close it.
 */
function flock(
  path: HostPath,
  handle: FileHandle,
  seconds: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const wait = seconds === 0 ? ['--nonblock'] : ['--wait', String(seconds)];
  return new Promise((resolve, reject) => {
    // By Node itself: every command takes locks, and nothing else of it need be loaded for them.
    const child = spawn('flock', ['--exclusive', ...wait, '3'], {
      stdio: ['ignore', 'ignore', 'pipe', handle.fd],
      signal,
    });
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.on('error', (error) => {
      reject(signal?.aborted ? abortReason(signal) : unavailable(path, error));
    });
    child.on('close', (status) => {
      if (status === 0) resolve(true);
      else if (status === 1 && complaint === '') resolve(false);
      else reject(unavailable(path, new Error(complaint.trim())));
    });
  });
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}

function unavailable(path: HostPath, error: Error): BuilderError {
  if (systemErrorCode(error) === 'ENOENT') {
    return missingProgram('flock', {
      hint: 'Install it: apt-get install util-linux',
      cause: error,
    });
  }
  return new BuilderError('NOT_WRITABLE', `cannot lock ${path}: ${error.message}`, {
    hint: 'Its file system may know no locks: put the cache on a local disk with BINARY_BUILDER_CACHE.',
    cause: error,
  });
}

/** Says who holds the lock; only words, so it may fail: the disk may be full. */
async function announce(handle: FileHandle): Promise<void> {
  const holder: z.infer<typeof holderSchema> = {
    pid: process.pid,
    since: new Date().toISOString(),
  };
  try {
    await handle.truncate();
    await handle.write(JSON.stringify(holder));
  } catch (error) {
    if (explainSystemError(error, '') === error) throw error;
  }
}

/** Who says in a lock's file that he holds it. */
async function holderOf(path: HostPath): Promise<z.infer<typeof holderSchema> | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return holderSchema.safeParse(parseJson(text)).data;
}

async function describeHolder(path: HostPath): Promise<string> {
  const holder = await holderOf(path);
  if (holder === undefined) return `another process holds ${path}`;
  const { pid, since } = holder;
  return `process ${pid} holds ${path} since ${since}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
