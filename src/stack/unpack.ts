import { mkdir, readFile } from 'node:fs/promises';
import { BuilderError, systemErrorCode } from '../error.js';
import { inHost, type HostPath } from '../path.js';
import { readFacts, type RootFacts } from './facts.js';
import { runProgram, tailOf } from './program.js';

/**
 * Unpacks a root's tar into a new folder: without device nodes, which a sandbox makes its own,
 * and without set-user-id programs, which have no business in a cache folder.
 * @throws BuilderError STACK_NOT_READY, INTERRUPTED
 */
export async function unpackRoot(
  tar: HostPath,
  directory: HostPath,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(directory);
  const owner = process.getuid?.() === 0 ? '--same-owner' : '--no-same-owner';
  const devices = ['dev/*', './dev/*'].map((pattern) => `--exclude=${pattern}`);
  await must(['tar', '--extract', '--file', tar, '--directory', directory, owner, ...devices]);
  await must([
    'find',
    directory,
    '-type',
    'f',
    '-perm',
    '/6000',
    '-exec',
    'chmod',
    'a-s',
    '{}',
    '+',
  ]);

  async function must(argv: [string, ...string[]]): Promise<void> {
    const { exitCode, stderr } = await runProgram(argv, { ...(signal && { signal }) });
    if (exitCode === 0) return;
    const full = stderr.includes('No space left on device');
    throw new BuilderError(
      full ? 'DISK_FULL' : 'STACK_NOT_READY',
      `cannot unpack the root filesystem ${tar}`,
      { excerpt: tailOf(stderr, 10) },
    );
  }
}

/** Bytes that a folder takes on the disk. */
export async function diskUsage(directory: HostPath): Promise<number> {
  const { stdout } = await runProgram(['du', '--summarize', '--block-size=1', directory]);
  return Number.parseInt(stdout, 10);
}

/** What the package database in an unpacked root says; undefined when there is none. */
export async function factsOfDirectory(directory: HostPath): Promise<RootFacts | undefined> {
  try {
    return readFacts(await readFile(inHost(directory, 'var/lib/dpkg/status'), 'utf8'));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
