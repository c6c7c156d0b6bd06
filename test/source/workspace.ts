import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';
import type { ExecutionContext } from 'ava';
import { BuilderError } from '../../src/error.js';
import type { Event } from '../../src/event.js';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import type { FetchContext } from '../../src/source/index.js';
import { cacheFolders } from '../../src/store/index.js';
import type { AllDigests } from '../../src/files/index.js';

/** A folder of a test's own, gone when the test ends. */
export async function temporaryFolder(t: ExecutionContext): Promise<HostPath> {
  const folder = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'source-test-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Workspace extends FetchContext {
  /** Where sources are kept. */
  folder: HostPath;
  /** Everything that was told. */
  events: Event[];
  /** Ends when somebody is told to wait for somebody else. */
  waiting: Promise<void>;
}

/** What a fetch needs, with short limits and an environment that has no proxy. */
export async function workspace(
  t: ExecutionContext,
  overrides: Partial<Workspace> = {},
): Promise<Workspace> {
  const home = await temporaryFolder(t);
  const events: Event[] = [];
  let waits: (() => void) | undefined;
  const waiting = new Promise<void>((resolve) => {
    waits = resolve;
  });
  const folder = overrides.folder ?? inHost(home, 'cache');
  return {
    folder,
    folders: { ...cacheFolders(home), sources: folder },
    events,
    waiting,
    emit: (event) => {
      events.push(event);
      if (event.type === 'build.waiting' || event.type === 'source.waiting') waits?.();
    },
    // A busy machine takes its time: a test whose limit counts says its own.
    download: { connect: 1000, window: 10_000, time: 100_000, backoff: 1 },
    environment: { PATH: process.env.PATH, GNUPGHOME: inHost(home, 'gnupg') },
    workingDirectory: home,
    ...overrides,
  };
}

export function digestsOf(body: Uint8Array | string): AllDigests {
  const digest = (algorithm: string) => createHash(algorithm).update(body).digest('hex');
  return { md5: digest('md5'), sha256: digest('sha256'), sha512: digest('sha512') };
}

/** Bytes that no other seed gives, and that repeat nowhere. */
export function bytes(size: number, seed = 'seed'): Buffer {
  const blocks: Buffer[] = [];
  for (let block = 0; block * 32 < size; block++) {
    blocks.push(createHash('sha256').update(`${seed} ${block}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, size);
}

/** Every file in a folder, as sorted relative paths; links and folders are left out. */
export async function filesIn(folder: HostPath): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => nodePath.relative(folder, nodePath.join(entry.parentPath, entry.name)))
    .sort();
}

/** The error of people's kind that a promise ends in. */
export async function failureOf(
  t: ExecutionContext,
  promise: Promise<unknown>,
): Promise<BuilderError> {
  return await t.throwsAsync(promise, { instanceOf: BuilderError });
}
