import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import test from 'ava';
import { inHost, type HostPath } from '../../../src/path.js';
import { unpack } from '../../../src/source/index.js';
import { temporaryFolder } from '../workspace.js';

/** More parts than the header of GNU's old form has room for, and than the block behind it. */
const PARTS = 60;

const FORMATS: [string, string[]][] = [
  ["GNU's old form", ['--format=gnu']],
  ['the form 0.0', ['--format=posix', '--sparse-version=0.0']],
  ['the form 0.1', ['--format=posix', '--sparse-version=0.1']],
  ['the form 1.0', ['--format=posix', '--sparse-version=1.0']],
];

/** A file of holes, some of which begin and end within a block of a tar. */
async function sparseFile(path: HostPath, parts: number): Promise<void> {
  const file = await open(path, 'wx');
  for (let part = 0; part < parts; part += 1) {
    await file.write(Buffer.alloc(700 + part, 'x'), 0, undefined, part * 50_000 + 8192);
  }
  await file.truncate(parts * 50_000 + 300_001);
  await file.close();
}

async function digest(path: HostPath): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

for (const [title, options] of FORMATS) {
  test(`a sparse file in ${title} comes out as it was`, async (t) => {
    const folder = await temporaryFolder(t);
    const tree = inHost(folder, 'thing-1.0');
    await mkdir(tree);
    await sparseFile(inHost(tree, 'many'), PARTS);
    await sparseFile(inHost(tree, 'few'), 2);
    await sparseFile(inHost(tree, 'none'), 0);
    await writeFile(inHost(tree, 'plain'), 'plain\n');
    const archive = inHost(folder, 'thing.tar');
    execFileSync('tar', [
      ...options,
      // By their zeros, whatever the file system keeps of holes.
      ...['--sparse', '--hole-detection=raw', '--sort=name'],
      ...['--create', '--file', archive, '--directory', folder, 'thing-1.0'],
    ]);
    await unpack(archive, inHost(folder, 'out'));
    for (const name of ['many', 'few', 'none', 'plain']) {
      t.is(await digest(inHost(folder, 'out', name)), await digest(inHost(tree, name)), name);
    }
  });
}
