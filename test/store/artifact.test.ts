import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { inHost } from '../../src/path.js';
import { cacheFolders, findArtifact, storeArtifact } from '../../src/store/index.js';
import { exampleArtifact, exampleRecord } from './example.js';
import { filesIn, temporaryFolder } from './folder.js';

async function storeWith(t: ExecutionContext, content: string) {
  const folder = await temporaryFolder(t);
  const folders = cacheFolders(inHost(folder, 'cache'));
  const record = exampleRecord(content);
  const file = await exampleArtifact(folder, content);
  const stored = await storeArtifact(folders, 'key-1', { file, record });
  return { folder, folders, record, stored };
}

test('an artifact is found by its build key alone', async (t) => {
  const { folders, record, stored } = await storeWith(t, 'content');
  t.deepEqual(await findArtifact(folders, 'key-1'), { record, path: stored.path });
  t.is(await readFile(stored.path, 'utf8'), 'content');
  t.is(await findArtifact(folders, 'key-2'), undefined);
});

test('storing leaves the artifact, its record and nothing else', async (t) => {
  const { folders } = await storeWith(t, 'content');
  t.deepEqual(await filesIn(folders.root), [
    'artifacts/key-1/libffi-3.4.4-linux-x64.tgz',
    'artifacts/key-1/record.yml',
  ]);
});

test('a damaged artifact counts as none and is removed', async (t) => {
  const { folders, stored } = await storeWith(t, 'content');
  await writeFile(stored.path, 'CONTENT');
  t.is(await findArtifact(folders, 'key-1'), undefined);
  t.deepEqual(await filesIn(folders.root), []);
});

test('a record without its artifact, or one that is broken, counts as none and is removed', async (t) => {
  const first = await storeWith(t, 'content');
  await rm(first.stored.path);
  t.is(await findArtifact(first.folders, 'key-1'), undefined);
  t.deepEqual(await filesIn(first.folders.root), []);

  const second = await storeWith(t, 'content');
  await writeFile(inHost(second.folders.artifacts, 'key-1', 'record.yml'), 'name: [');
  t.is(await findArtifact(second.folders, 'key-1'), undefined);
  t.deepEqual(await filesIn(second.folders.root), []);
});

test('an artifact whose record was not written any more counts as none, and is replaced', async (t) => {
  const { folder, folders } = await storeWith(t, 'content');
  await rm(inHost(folders.artifacts, 'key-1', 'record.yml'));
  t.is(await findArtifact(folders, 'key-1'), undefined);

  const record = exampleRecord('other', { version: '3.4.5' });
  await storeArtifact(folders, 'key-1', { file: await exampleArtifact(folder, 'other'), record });
  t.deepEqual((await findArtifact(folders, 'key-1'))?.record, record);
  t.deepEqual(await filesIn(folders.root), [
    'artifacts/key-1/libffi-3.4.5-linux-x64.tgz',
    'artifacts/key-1/record.yml',
  ]);
});

test('finding an artifact makes it count as used now', async (t) => {
  const { folders } = await storeWith(t, 'content');
  const entry = inHost(folders.artifacts, 'key-1');
  await utimes(entry, 1000, 1000);
  await findArtifact(folders, 'key-1');
  t.true(Date.now() - (await stat(entry)).mtimeMs < 60_000);
});
