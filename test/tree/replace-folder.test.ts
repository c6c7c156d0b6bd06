import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { inHost, type HostPath } from '../../src/path.js';
import { mendFolder, withFolderBeside } from '../../src/tree/index.js';
import { filesIn, temporaryFolder } from '../store/folder.js';
import { start } from '../store/process/start.js';

const UUID = '12345678-1234-1234-1234-123456789012';

async function put(target: HostPath, content: string): Promise<void> {
  await withFolderBeside(target, async (coming, putInPlace) => {
    await writeFile(inHost(coming, 'file'), content);
    await putInPlace();
  });
}

test('a folder takes the place of another, with those above it', async (t) => {
  const folder = await temporaryFolder(t);
  const target = inHost(folder, 'a/b/kept');
  await put(target, 'first');
  await put(target, 'second');
  t.deepEqual(await filesIn(folder), ['a/b/kept/file']);
  t.is(await readFile(inHost(target, 'file'), 'utf8'), 'second');
});

test('of many that take a place at once one stays, whole, and nothing else', async (t) => {
  const folder = await temporaryFolder(t);
  const target = inHost(folder, 'kept');
  await Promise.all(Array.from({ length: 8 }, (_, n) => put(target, `${n}`)));
  t.deepEqual(await filesIn(folder), ['kept/file']);
});

test('a folder that is not put in its place goes, and the former stays', async (t) => {
  const folder = await temporaryFolder(t);
  const target = inHost(folder, 'kept');
  await put(target, 'first');
  const broken = withFolderBeside(target, async (coming) => {
    await writeFile(inHost(coming, 'half'), '');
    await setImmediate();
    throw new Error('broken');
  });
  await t.throwsAsync(broken, { message: 'broken' });
  t.deepEqual(await filesIn(folder), ['kept/file']);
});

test('what a killed process left goes, and what it had put aside comes back', async (t) => {
  const folder = await temporaryFolder(t);
  const target = inHost(folder, 'kept');
  await put(target, 'former');
  await rename(target, inHost(folder, `.kept.old.${UUID}.tmp`));
  await mkdir(inHost(folder, `.kept.${UUID}.tmp`));
  await writeFile(inHost(folder, `.kept.${UUID}.tmp/half`), '');
  await mendFolder(target);
  t.deepEqual(await filesIn(folder), ['kept/file']);
  t.is(await readFile(inHost(target, 'file'), 'utf8'), 'former');
});

test('what a running process is about to put in place is left to it', async (t) => {
  const folder = await temporaryFolder(t);
  const target = inHost(folder, 'kept');
  const other = start('../../tree/process/hold-folder.ts', [target]);
  const name = await other.line();
  await put(target, 'ours');
  t.deepEqual(await filesIn(folder), [`${name ?? ''}/file`, 'kept/file']);
  other.child.stdin.end();
  t.is(await other.ended, 0);
  t.deepEqual(await filesIn(folder), ['kept/file']);
  t.is(await readFile(inHost(target, 'file'), 'utf8'), 'theirs');
});
