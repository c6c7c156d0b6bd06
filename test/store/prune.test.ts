import { link, mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { inHost } from '../../src/path.js';
import {
  cacheFolders,
  cacheLock,
  cacheUsage,
  pruneCache,
  type CacheKind,
} from '../../src/store/index.js';
import { goingName, withLock } from '../../src/files/index.js';
import { filesIn, temporaryFolder } from './folder.js';

const DAY = 24 * 60 * 60;

async function cacheWith(t: ExecutionContext, entries: Partial<Record<CacheKind, string[]>>) {
  const folders = cacheFolders(await temporaryFolder(t));
  for (const [kind, names] of Object.entries(entries)) {
    for (const name of names) {
      const entry = inHost(folders.root, kind, name);
      await mkdir(entry, { recursive: true });
      await writeFile(inHost(entry, 'file'), Buffer.alloc(10_000, 'x'));
    }
  }
  return folders;
}

test('the cache tells what each kind takes, hard links counted once', async (t) => {
  const folders = await cacheWith(t, { stacks: ['debian12'], work: ['a', 'b'] });
  await link(inHost(folders.stacks, 'debian12/file'), inHost(folders.stacks, 'debian12/again'));
  const usage = await cacheUsage(folders);
  t.deepEqual(
    usage.map(({ kind, entries }) => [kind, entries]),
    [
      ['sources', 0],
      ['stacks', 1],
      ['artifacts', 0],
      ['work', 2],
      ['ccache', 0],
    ],
  );
  const bytes = Object.fromEntries(usage.map((one) => [one.kind, one.bytes]));
  t.is(bytes.sources, 0);
  t.true(bytes.stacks !== undefined && bytes.stacks >= 10_000 && bytes.stacks < 30_000);
  t.true(bytes.work !== undefined && bytes.work >= 20_000);
});

test('pruning removes everything, or only some kinds', async (t) => {
  const folders = await cacheWith(t, { sources: ['s'], artifacts: ['a'], work: ['w'] });
  const some = await pruneCache(folders, { kinds: ['work'] });
  t.deepEqual(
    some.removed.map(({ kind, path }) => [kind, path]),
    [['work', inHost(folders.work, 'w')]],
  );
  t.true(some.removed[0] !== undefined && some.removed[0].bytes >= 10_000);
  t.deepEqual(await filesIn(folders.root), ['artifacts/a/file', 'sources/s/file']);

  t.is((await pruneCache(folders)).removed.length, 2);
  t.deepEqual(await filesIn(folders.root), []);
});

test('pruning by age keeps what was used since', async (t) => {
  const folders = await cacheWith(t, { artifacts: ['old', 'new'] });
  const longAgo = Date.now() / 1000 - 8 * DAY;
  await utimes(inHost(folders.artifacts, 'old'), longAgo, longAgo);
  const { removed, kept } = await pruneCache(folders, { olderThanDays: 7 });
  t.deepEqual(
    removed.map(({ path }) => path),
    [inHost(folders.artifacts, 'old')],
  );
  t.deepEqual(kept, []);
  t.deepEqual(await readdir(folders.artifacts), ['new']);
});

test('pruning keeps what a lock protects, and says so', async (t) => {
  const folders = await cacheWith(t, { work: ['busy', 'done'] });
  await withLock(cacheLock(folders, 'work', 'busy'), async () => {
    const { kept } = await pruneCache(folders);
    t.deepEqual(kept, [
      { kind: 'work', path: inHost(folders.work, 'busy'), reason: 'a running process uses it' },
    ]);
  });
  t.deepEqual(await readdir(folders.work), ['busy']);
});

test('pruning keeps all of a kind while a lock of its own is held', async (t) => {
  const folders = await cacheWith(t, { sources: ['sha256-1', 'partial'] });
  await withLock(inHost(folders.sources, 'locks', 'sha256-2'), async () => {
    t.is((await pruneCache(folders)).kept.length, 2);
  });
  t.deepEqual((await readdir(folders.sources)).sort(), ['locks', 'partial', 'sha256-1']);
});

test('pruning removes the other names of what it removes, and the locks of killed processes', async (t) => {
  const folders = await cacheWith(t, { sources: ['sha256-1'] });
  await symlink('sha256-1', inHost(folders.sources, 'md5-1'));
  await mkdir(folders.locks);
  await writeFile(inHost(folders.locks, 'work-gone.lock'), '');
  await pruneCache(folders);
  t.deepEqual(await filesIn(folders.root), []);
});

test('pruning leaves the temporary file of a running process', async (t) => {
  const folders = await cacheWith(t, {});
  await mkdir(folders.sources, { recursive: true });
  const name = '.file.00000000-0000-4000-8000-000000000000.tmp';
  await writeFile(inHost(folders.sources, name), 'half');
  await pruneCache(folders);
  t.deepEqual(await readdir(folders.sources), [name]);

  const longAgo = Date.now() / 1000 - 2 * DAY;
  await utimes(inHost(folders.sources, name), longAgo, longAgo);
  await pruneCache(folders);
  t.deepEqual(await readdir(folders.sources), []);
});

test('pruning takes what somebody was killed while removing, however young', async (t) => {
  const folders = await cacheWith(t, {});
  const going = inHost(folders.work, goingName());
  await mkdir(inHost(going, 'folder'), { recursive: true });
  const { removed } = await pruneCache(folders, { olderThanDays: 30 });
  t.deepEqual(
    removed.map(({ path }) => path),
    [going],
  );
  t.deepEqual(await readdir(folders.work), []);
});

test('what builds read from stays while any build is under way', async (t) => {
  const folders = await cacheWith(t, {
    sources: ['s'],
    stacks: ['d'],
    artifacts: ['a'],
  });
  await withLock(cacheLock(folders, 'work', 'some-build'), async () => {
    const { removed, kept } = await pruneCache(folders);
    t.deepEqual(
      removed.map(({ kind }) => kind),
      ['artifacts'],
    );
    t.deepEqual(
      kept.map(({ kind, reason }) => [kind, reason]),
      [
        ['sources', 'a running process uses it'],
        ['stacks', 'a running process uses it'],
      ],
    );
  });
  t.is((await pruneCache(folders)).removed.length, 2);
});

test('compiler results of a whole stack, as they were kept once, go whatever their age, but not under a build', async (t) => {
  const now = 'debian12-x64-libffi-0123456789abcdef';
  const folders = await cacheWith(t, { ccache: ['debian12-x64', 'debian12-s390x-cross', now] });
  await withLock(cacheLock(folders, 'work', 'some-build'), async () => {
    t.deepEqual((await pruneCache(folders, { olderThanDays: 7 })).removed, []);
  });
  const { removed } = await pruneCache(folders, { olderThanDays: 7 });
  t.deepEqual(
    removed.map(({ path }) => path),
    [inHost(folders.ccache, 'debian12-s390x-cross'), inHost(folders.ccache, 'debian12-x64')],
  );
  t.deepEqual(await readdir(folders.ccache), [now]);
});

test('compiler results go although some build is under way, for it has a copy, but not while they are copied', async (t) => {
  const name = 'debian12-x64-libffi-0123456789abcdef';
  const folders = await cacheWith(t, { ccache: [name] });
  await withLock(cacheLock(folders, 'work', 'some-build'), async () => {
    await withLock(cacheLock(folders, 'ccache', name), async () => {
      t.is((await pruneCache(folders)).kept.length, 1);
    });
    t.is((await pruneCache(folders)).removed.length, 1);
  });
});

test('what a step has left can be pruned, deeper than a path may be long', async (t) => {
  const folders = await cacheWith(t, { work: ['w'] });
  const deep = 'chdir $ARGV[0] or die; for (1..3000) { mkdir "d"; chdir "d" or die }';
  await execa('perl', ['-e', deep, inHost(folders.work, 'w')]);
  t.teardown(() => execa('rm', ['-rf', inHost(folders.work, 'w')]));
  const { removed, kept } = await pruneCache(folders);
  t.deepEqual(kept, []);
  t.is(removed.length, 1);
});
