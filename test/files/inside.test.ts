import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../src/path.js';
import { findInside, readInside, readRegular } from '../../src/files/index.js';
import { temporaryFolder } from '../store/folder.js';

test('a file of a folder is read, through links that stay in it', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(inHost(folder, 'sub'));
  await writeFile(inHost(folder, 'sub/file'), 'content');
  await symlink('sub', inHost(folder, 'linked'));
  await symlink('../sub/file', inHost(folder, 'sub/link'));
  for (const name of ['sub/file', 'sub/link', 'linked/file', 'linked/link']) {
    t.deepEqual(await readInside(folder, name), { bytes: Buffer.from('content') }, name);
  }
  const named = inHost(await temporaryFolder(t), 'named');
  await symlink(folder, named);
  t.deepEqual(await findInside(named, 'sub/link'), {
    kind: 'file',
    path: inHost(folder, 'sub/file'),
  });
});

test('a link out of the folder, on the way too, a pipe, a device, a folder and nothing are refused, each by what it is', async (t) => {
  const folder = await temporaryFolder(t);
  const elsewhere = await temporaryFolder(t);
  await writeFile(inHost(elsewhere, 'secret'), 'secret');
  await symlink(inHost(elsewhere, 'secret'), inHost(folder, 'link'));
  await symlink(elsewhere, inHost(folder, 'way'));
  await symlink('/dev/null', inHost(folder, 'device'));
  await symlink('circle', inHost(folder, 'circle'));
  await mkdir(inHost(folder, 'folder'));
  execFileSync('mkfifo', [inHost(folder, 'pipe')]);
  const out = `leads out of ${folder}, to ${inHost(elsewhere, 'secret')}`;
  for (const [name, why] of [
    ['link', out],
    ['way/secret', out],
    ['device', `leads out of ${folder}, to /dev/null`],
    ['circle', 'is a link in a circle'],
    ['folder', 'is a folder'],
    ['pipe', 'is not a regular file'],
  ] as const) {
    t.deepEqual(await readInside(folder, name), { kind: 'refused', why }, name);
  }
  for (const name of ['nothing', 'x'.repeat(300), 'pipe/x']) {
    t.deepEqual(await readInside(folder, name), { kind: 'missing', why: 'is not there' }, name);
  }
  await t.throwsAsync(readInside(folder, '../x'), { instanceOf: TypeError });
});

test('what is no regular file is never waited for', async (t) => {
  const pipe = inHost(await temporaryFolder(t), 'record.yml');
  execFileSync('mkfifo', [pipe]);
  await t.throwsAsync(readRegular(pipe, 'RECORD_INVALID'), {
    code: 'RECORD_INVALID',
    message: `${pipe}: it is not a regular file`,
  });
});

test('what is larger than was asked for is not read', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(inHost(folder, 'file'), 'x'.repeat(2000));
  const why = 'is too large to be read: 2 kB, 1.99 kB at most';
  t.deepEqual(await readInside(folder, 'file', 1990), { kind: 'refused', why });
  await t.throwsAsync(readRegular(inHost(folder, 'file'), 'RECORD_INVALID', 1990), {
    code: 'RECORD_INVALID',
    message: `${inHost(folder, 'file')} ${why}`,
  });
  t.is((await readRegular(inHost(folder, 'file'), 'RECORD_INVALID', 2000)).length, 2000);
});
