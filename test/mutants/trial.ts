import { utimes, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { signalGroup } from '../../src/program/index.js';
import { inHost, type HostPath } from '../../src/path.js';
import { testCache } from '../prepared-root.js';

/** How tests ended: as they should, with one that failed, or not in time. */
export type Outcome = 'passed' | 'failed' | 'too long';

/** What a trial has to do with. */
interface Trying {
  /** The copy of the checkout. */
  readonly folder: HostPath;
  readonly signal: AbortSignal;
  /** Milliseconds after which tests are ended: they may never end by themselves. */
  readonly patience: number;
}

/**
 * Runs the tests of a folder.
 * @returns how they ended, and what they printed
 * @throws the reason of the signal
 */
export async function runTests(
  tests: string,
  { folder, signal, patience }: Trying,
): Promise<{ outcome: Outcome; output: string }> {
  const ava = inHost(folder, 'node_modules/.bin/ava');
  // Of a group of their own, so that what they start ends with them.
  const child = execa(process.execPath, [ava, '--fail-fast', `${tests}/**/*.test.ts`], {
    cwd: folder,
    env: { BINARY_BUILDER_TEST_CACHE: testCache, FORCE_COLOR: '0' },
    all: true,
    detached: true,
    reject: false,
  });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const end = () => {
    signalGroup(child.pid, 'SIGKILL');
  };
  limit.addEventListener('abort', end);
  try {
    const { exitCode, all: output } = await child;
    signal.throwIfAborted();
    const ended = exitCode === 0 ? 'passed' : 'failed';
    return { outcome: limit.aborted ? 'too long' : ended, output };
  } finally {
    limit.removeEventListener('abort', end);
  }
}

/** Writes a source, so that it is newer than whatever was compiled of it, however coarse the clock of files is. */
export async function writeSource(file: HostPath, text: string): Promise<void> {
  await writeFile(file, text);
  const soon = new Date(Date.now() + 10);
  await utimes(file, soon, soon);
}
