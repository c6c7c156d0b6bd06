import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { tarOf, type Entry } from '../../src/archive/tar/index.js';
import { inHost, type HostPath } from '../../src/path.js';
import { unpack } from '../../src/source/index.js';
import { inPairs, timed, type Measured } from './pairs.js';

const EPOCH = 315_532_800;

/** How an archive of the bench is compressed, and by what. */
const PROGRAMS = {
  gzip: ['gzip', '-n'],
  xz: ['xz', '-1', '--threads=1'],
  'xz in blocks': ['xz', '-1', '--threads=2'],
  zstd: ['zstd', '-q'],
} as const;

/** A tar of 100,000 files of a few hundred bytes, a hundred in each folder. */
export async function manySmall(folder: HostPath): Promise<HostPath> {
  const line = 'static int answer(void) { return 42; }\n';
  const entries = Array.from({ length: 1000 }, (_, index): Entry[] => [
    { type: 'directory', path: `source/d${index}` },
    ...Array.from({ length: 100 }, (_, file): Entry => {
      const content = Buffer.from(line.repeat(1 + ((index + file) % 40)));
      const path = `source/d${index}/file-${file}.c`;
      return { type: 'file', path, mode: 0o644, size: content.length, content };
    }),
  ]).flat();
  const tar = inHost(folder, 'small.tar');
  await pipeline(Readable.from(tarOf(entries, EPOCH)), createWriteStream(tar));
  return tar;
}

/** A large file in a tar, compressed. */
export async function large(
  file: string,
  folder: HostPath,
  by: keyof typeof PROGRAMS,
): Promise<HostPath> {
  const archive = inHost(folder, `large.tar.${PROGRAMS[by][0]}`);
  const script = 'tar -C / -c "${1#/}" | "${@:3}" > "$2"';
  await execa('bash', ['-o', 'pipefail', '-c', script, 'pack', file, archive, ...PROGRAMS[by]]);
  return archive;
}

/** Unpacking an archive against `tar -x`, pair by pair. */
export async function compareUnpacking(
  archive: HostPath,
  folder: HostPath,
  pairs: number,
): Promise<{ ratio: number; ours: Measured; theirs: Measured }> {
  const into = inHost(folder, 'unpacked');
  const fresh = async (work: () => Promise<unknown>) => {
    await rm(into, { recursive: true, force: true });
    await mkdir(into, { recursive: true });
    return await timed(work);
  };
  return await inPairs(
    pairs,
    () => fresh(() => unpack(archive, into)),
    () => fresh(() => execa('tar', ['-xf', archive, '-C', into, '--no-same-owner'])),
  );
}
