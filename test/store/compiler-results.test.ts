import {
  chmod,
  link,
  mkdir,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { inHost, type HostPath } from '../../src/path.js';
import { cacheFolders, giveResults, replaceResults, resultsName } from '../../src/store/index.js';
import { filesIn, temporaryFolder } from './folder.js';

const NAME = resultsName('debian12-x64-tiny', '0123456789abcdef0123');

/** A cache, a folder that a build has left, and one that the next build is to get. */
async function scene(t: ExecutionContext) {
  const root = await temporaryFolder(t);
  const folders = cacheFolders(inHost(root, 'cache'));
  const kept = inHost(folders.ccache, NAME);
  const [left, next] = [inHost(root, 'left'), inHost(root, 'next')];
  await mkdir(left);
  await mkdir(next);
  return { root, folders, kept, left, next };
}

async function write(folder: HostPath, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(inHost(folder, name)), { recursive: true });
    await writeFile(inHost(folder, name), text);
  }
}

test('what is kept is given on, with its times, as files of ours that nobody else may write', async (t) => {
  const { folders, kept, left, next } = await scene(t);
  t.false(await giveResults(folders, NAME, next));
  await write(left, { 'a/1/object-1R': 'object', 'a/1/stats': '1', '0/stats': '2' });
  await utimes(inHost(left, 'a/1/object-1R'), 1_000_000, 2_000_000);
  await chmod(inHost(left, '0/stats'), 0o000);

  t.is(await replaceResults(folders, NAME, left), 3);
  t.true(await giveResults(folders, NAME, next));
  for (const folder of [kept, next]) {
    t.deepEqual(await filesIn(folder), ['0/stats', 'a/1/object-1R', 'a/1/stats']);
    t.is(await readFile(inHost(folder, 'a/1/object-1R'), 'utf8'), 'object');
    const { mode, mtimeMs } = await stat(inHost(folder, 'a/1/object-1R'));
    t.deepEqual([mode & 0o7777, mtimeMs], [0o644, 2_000_000_000]);
    t.is((await stat(inHost(folder, '0/stats'))).mode & 0o7777, 0o644);
  }
});

test('what a build changes in its copy changes nothing that is kept', async (t) => {
  const { folders, kept, left, next } = await scene(t);
  await write(left, { 'a/1/object': 'object' });
  await replaceResults(folders, NAME, left);
  await giveResults(folders, NAME, next);
  await writeFile(inHost(next, 'a/1/object'), 'poison');
  t.is(await readFile(inHost(kept, 'a/1/object'), 'utf8'), 'object');
});

test('the later of two builds wins as a whole', async (t) => {
  const { folders, kept, left, next } = await scene(t);
  await write(left, { 'a/1/first': '1', 'a/1/both': '1' });
  await write(next, { 'a/1/second': '2', 'a/1/both': '2' });
  await replaceResults(folders, NAME, left);
  await replaceResults(folders, NAME, next);
  t.deepEqual(await filesIn(kept), ['a/1/both', 'a/1/second']);
  t.is(await readFile(inHost(kept, 'a/1/both'), 'utf8'), '2');
  t.deepEqual(await readdir(folders.ccache), [NAME]);
});

test('links, FIFOs, files that lend rights, empty ones, odd names and settings of ccache are not kept', async (t) => {
  const { root, folders, kept, left } = await scene(t);
  const secret = inHost(root, 'secret');
  await write(root, { 'secret/a/passwd': 'of the machine' });
  await write(left, {
    'ccache.conf': 'compiler = /binary-builder/evil',
    'CACHEDIR.TAG': 'x',
    'tmp/half': 'x',
    'a/good': 'good',
    'a/empty': '',
    'a/..hidden': 'x',
    'a/two\nlines': 'x',
    'a/\u202eback': 'x',
    'a/-rf': 'x',
    'b/setuid': '#!/bin/sh',
    'b/setgid': '#!/bin/sh',
  });
  await symlink(inHost(secret, 'a/passwd'), inHost(left, 'a/link'));
  await symlink(secret, inHost(left, 'a/folder'));
  await symlink(inHost(secret, 'a'), inHost(left, 'c'));
  await execa('mkfifo', [inHost(left, 'a/fifo')]);
  await chmod(inHost(left, 'b/setuid'), 0o4755);
  await chmod(inHost(left, 'b/setgid'), 0o2755);

  t.is(await replaceResults(folders, NAME, left), 1);
  t.deepEqual(await filesIn(kept), ['a/good']);
  t.deepEqual((await readdir(kept)).sort(), ['a', 'b']);
});

test('a second name of a file is kept as a file of its own', async (t) => {
  const { root, folders, kept, left } = await scene(t);
  await write(left, { 'a/one': 'one' });
  await write(root, { outside: 'outside' });
  await link(inHost(root, 'outside'), inHost(left, 'a/two'));
  t.is(await replaceResults(folders, NAME, left), 2);
  t.is((await stat(inHost(kept, 'a/two'))).nlink, 1);
});

test('a build that puts a link, a file or nothing in the place of the folder leaves what is kept as it is', async (t) => {
  const { root, folders, kept, left } = await scene(t);
  await write(left, { 'a/good': 'good' });
  await write(root, { 'secret/a/passwd': 'of the machine' });
  await replaceResults(folders, NAME, left);
  const others: (() => Promise<unknown>)[] = [
    () => symlink(inHost(root, 'secret'), left),
    () => writeFile(left, ''),
    () => Promise.resolve(),
    () => execa('mkfifo', [left]),
    () => mkdir(left),
  ];
  for (const put of others) {
    await rm(left, { recursive: true, force: true });
    await put();
    t.is(await replaceResults(folders, NAME, left), 0);
    t.deepEqual(await filesIn(kept), ['a/good']);
    t.deepEqual(await readdir(folders.ccache), [NAME]);
  }
});

test('more than is kept at most leaves what is kept as it is: bytes, holes in files, names, depth', async (t) => {
  const { folders, kept, left } = await scene(t);
  const keep = (limits?: { bytes: number; names: number }) =>
    replaceResults(folders, NAME, left, limits && { limits });
  await write(left, { 'a/good': 'good' });
  await keep();
  await write(left, { 'b/more': 'more' });
  t.is(await keep({ bytes: 7, names: 100 }), 'too much');
  t.is(await keep({ bytes: 8, names: 3 }), 'too much');
  await truncate(inHost(left, 'b/more'), 2 ** 40);
  t.is(await keep(), 'too much');
  t.deepEqual(await filesIn(kept), ['a/good']);
  t.deepEqual(await readdir(folders.ccache), [NAME]);

  await rm(inHost(left, 'b'), { recursive: true });
  await write(left, { [`b/${'deep/'.repeat(100)}file`]: 'x' });
  t.is(await keep(), 1);
  t.is((await execa('find', [kept, '-type', 'd'])).stdout.split('\n').length, 12);
});

test('what killed processes left half made is never given, and goes with the next build', async (t) => {
  const { folders, kept, left, next } = await scene(t);
  const half = `.${NAME}.00000000-0000-4000-8000-000000000000.tmp`;
  const other = `.other-${half.slice(1)}`;
  await write(folders.ccache, { [`${half}/a/half`]: '', [`${other}/a/half`]: '' });
  t.false(await giveResults(folders, NAME, next));
  await write(left, { 'a/good': 'good' });
  await replaceResults(folders, NAME, left);
  t.deepEqual((await readdir(folders.ccache)).sort(), [other, NAME].sort());
  t.deepEqual(await filesIn(kept), ['a/good']);
});

test('an interrupted build keeps nothing', async (t) => {
  const { folders, left } = await scene(t);
  await write(left, { 'a/good': 'good' });
  const reason = new Error('interrupted');
  const signal = AbortSignal.abort(reason);
  t.is(await t.throwsAsync(replaceResults(folders, NAME, left, { signal })), reason);
  t.deepEqual(await readdir(folders.ccache), []);
});
