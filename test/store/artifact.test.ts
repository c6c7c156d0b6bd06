import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { inHost } from '../../src/path.js';
import {
  cacheFolders,
  findArtifact,
  storeArtifact,
  type Companions,
} from '../../src/store/index.js';
import { exampleArtifact, exampleCompanions, exampleRecord } from './example.js';
import { filesIn, temporaryFolder } from './folder.js';

const KEPT = ['artifacts/key-1/build.json', 'artifacts/key-1/contents.json'];
const REST = ['artifacts/key-1/plan.json', 'artifacts/key-1/record.yml'];

async function storeWith(
  t: ExecutionContext,
  content: string,
  companions: Companions = exampleCompanions(),
) {
  const folder = await temporaryFolder(t);
  const folders = cacheFolders(inHost(folder, 'cache'));
  const record = exampleRecord(content);
  const file = await exampleArtifact(folder, content);
  const stored = await storeArtifact(folders, 'key-1', { file, record, ...companions });
  return { folder, folders, record, stored };
}

test('an artifact is found by its build key alone, with all that is kept with it', async (t) => {
  const { folders, record, stored } = await storeWith(t, 'content');
  const { plan, contents, provenance } = exampleCompanions();
  t.deepEqual(stored, { record, path: stored.path, plan, contents, provenance });
  t.deepEqual(await findArtifact(folders, 'key-1'), stored);
  t.is(await readFile(stored.path, 'utf8'), 'content');
  t.is(await findArtifact(folders, 'key-2'), undefined);
});

test('storing leaves the artifact, its record, what is kept with them and nothing else', async (t) => {
  const { folders } = await storeWith(t, 'content');
  t.deepEqual(await filesIn(folders.root), [
    ...KEPT,
    'artifacts/key-1/libffi-3.4.4-linux-x64.tgz',
    ...REST,
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
  const file = await exampleArtifact(folder, 'other');
  await storeArtifact(folders, 'key-1', { file, record, ...exampleCompanions() });
  t.deepEqual((await findArtifact(folders, 'key-1'))?.record, record);
  t.deepEqual(await filesIn(folders.root), [
    ...KEPT,
    'artifacts/key-1/libffi-3.4.5-linux-x64.tgz',
    ...REST,
  ]);
});

for (const missing of ['plan.json', 'contents.json']) {
  test(`an entry without its ${missing}, as older versions wrote it, counts as none and is removed`, async (t) => {
    const { folders } = await storeWith(t, 'content');
    await rm(inHost(folders.artifacts, 'key-1', missing));
    t.is(await findArtifact(folders, 'key-1'), undefined);
    t.deepEqual(await filesIn(folders.root), []);
  });

  test(`an entry with a broken ${missing} counts as none and is removed`, async (t) => {
    const { folders } = await storeWith(t, 'content');
    await writeFile(inHost(folders.artifacts, 'key-1', missing), '{"size": 1');
    t.is(await findArtifact(folders, 'key-1'), undefined);
    t.deepEqual(await filesIn(folders.root), []);
  });
}

test('who built an artifact is never required', async (t) => {
  const without = await storeWith(t, 'content', exampleCompanions({ provenance: undefined }));
  t.like(await findArtifact(without.folders, 'key-1'), { provenance: undefined });

  const broken = await storeWith(t, 'content');
  await writeFile(inHost(broken.folders.artifacts, 'key-1', 'build.json'), '{}');
  const { plan, contents } = exampleCompanions();
  t.deepEqual(await findArtifact(broken.folders, 'key-1'), {
    record: broken.record,
    path: broken.stored.path,
    plan,
    contents,
  });
});

test('finding an artifact makes it count as used now', async (t) => {
  const { folders } = await storeWith(t, 'content');
  const entry = inHost(folders.artifacts, 'key-1');
  await utimes(entry, 1000, 1000);
  await findArtifact(folders, 'key-1');
  t.true(Date.now() - (await stat(entry)).mtimeMs < 60_000);
});
