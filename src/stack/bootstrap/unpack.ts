import { mkdir } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { BuilderError } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { linkOnTheWay } from '../../tree/index.js';
import { readForeign } from '../../files/index.js';
import { readFacts, type RootFacts } from '../root/facts.js';
import {
  type Ended,
  runProgram,
  startProgram,
  tailOf,
  throwIfAborted,
} from '../../program/index.js';

/**
 * Unpacks a root's tar into a new folder: without device nodes, which a sandbox makes its own, and
 * without set-user-id programs, which have no business in a cache folder.
 * @throws BuilderError STACK_NOT_READY, DISK_FULL, INTERRUPTED
 */
export async function unpackRoot(
  tar: HostPath,
  directory: HostPath,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(directory);
  const argv = unpackCommand(tar, directory);
  await finishUnpacking(directory, await runProgram(argv, { signal }), signal);
}

/**
 * Unpacks a root's tar as {@link unpackRoot} does while it comes, and hands its pieces on. It ends when
 * all is in its place.
 * @throws BuilderError STACK_NOT_READY, DISK_FULL, INTERRUPTED
 */
export async function* unpackingRoot(
  pieces: AsyncIterable<Buffer>,
  directory: HostPath,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  await mkdir(directory);
  const { child: tar } = await startProgram(unpackCommand('-', directory), {
    env: { LC_ALL: 'C.UTF-8' },
    stdin: 'pipe',
    reject: false,
    ...(signal && { cancelSignal: signal }),
  });
  const finish = async () => {
    const { exitCode = 128, stdout, stderr } = await tar;
    await finishUnpacking(directory, { exitCode, stdout, stderr }, signal);
  };
  try {
    let reads = true;
    for await (const piece of pieces) {
      if (reads && !(await written(tar.stdin, piece))) {
        reads = false;
        // It has failed, or has seen the archive's end and leaves what is behind that.
        await finish();
      }
      yield piece;
    }
    tar.stdin.end();
    if (reads) await finish();
  } finally {
    tar.kill();
    await tar;
  }
}

/**
 * What a package's script left is no device of the machine, under whatever name: root could make one
 * here, so tar may not.
 */
const WITHOUT_DEVICES = ['setpriv', '--bounding-set=-mknod', '--inh-caps=-mknod', '--'] as const;

function unpackCommand(tar: string, directory: HostPath): [string, ...string[]] {
  const asRoot = process.getuid?.() === 0;
  const owner = asRoot ? '--same-owner' : '--no-same-owner';
  const devices = ['dev/*', './dev/*'].map((pattern) => `--exclude=${pattern}`);
  const argv = ['--extract', '--file', tar, '--directory', directory, owner, ...devices];
  return asRoot ? [...WITHOUT_DEVICES, 'tar', ...argv] : ['tar', ...argv];
}

/** Whether somebody has read it. */
async function written(stream: Writable, piece: Buffer): Promise<boolean> {
  return await new Promise((resolve) => {
    stream.write(piece, (error) => {
      resolve(!error);
    });
  });
}

async function finishUnpacking(
  directory: HostPath,
  tar: Ended,
  signal?: AbortSignal,
): Promise<void> {
  throwIfAborted(signal);
  const found = ['-type', 'f', '-perm', '/6000', '-exec', 'chmod', 'a-s', '{}', '+'];
  const ended =
    tar.exitCode === 0 ? await runProgram(['find', directory, ...found], { signal }) : tar;
  if (ended.exitCode === 0) return;
  const full = ended.stderr.includes('No space left on device');
  throw new BuilderError(
    full ? 'DISK_FULL' : 'STACK_NOT_READY',
    `cannot unpack a root filesystem into ${directory}`,
    { excerpt: tailOf(ended.stderr, 10) },
  );
}

/** Bytes that a folder takes on the disk. */
export async function diskUsage(directory: HostPath, signal?: AbortSignal): Promise<number> {
  const argv = ['du', '--summarize', '--block-size=1', directory] as const;
  const { stdout } = await runProgram(argv, { signal });
  return Number.parseInt(stdout, 10);
}

/** More than any package database has. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * What the package database in an unpacked root says; undefined when there is none. A root's maker
 * may have put a link to a file of the machine there; only the machine itself is believed in its links.
 */
export async function factsOfDirectory(directory: HostPath): Promise<RootFacts | undefined> {
  const way = ['var', 'lib', 'dpkg', 'status'];
  if (directory !== '/' && (await linkOnTheWay(directory, way)) !== undefined) return undefined;
  const status = await readForeign(inHost(directory, ...way), MOST_BYTES);
  return status && readFacts(status.toString('utf8'));
}
