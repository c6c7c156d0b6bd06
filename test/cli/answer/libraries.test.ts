import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import { librarySummary, libraryTree } from '../../../src/cli/answer/libraries.js';
import type { LinkedFile, NeededLibrary } from '../../../src/store/index.js';

const libc: NeededLibrary = {
  name: 'libc.so.6',
  from: 'stack',
  path: '/lib/x86_64-linux-gnu/libc.so.6',
};
const libpython: NeededLibrary = {
  name: 'libpython3.11.so.1.0',
  from: 'artifact',
  path: 'lib/libpython3.11.so.1.0',
};
const missing: NeededLibrary = { name: 'libtk8.6.so', from: 'missing' };

const modules: LinkedFile[] = ['_asyncio', '_bisect', 'zlib'].map((name) => ({
  path: `lib/python3.11/lib-dynload/${name}.so`,
  needed: [libc],
}));

function treeOf(files: readonly LinkedFile[]): string[] {
  return libraryTree(files).map(stripVTControlCharacters);
}

test('each file stands over its libraries, with where they come from', (t) => {
  t.deepEqual(treeOf([{ path: 'bin/python3.11', needed: [libpython, missing, libc] }]), [
    'bin/python3.11',
    '├─ libpython3.11.so.1.0  from the artifact: lib/libpython3.11.so.1.0',
    '├─ libtk8.6.so           not found',
    '└─ libc.so.6             from the stack: /lib/x86_64-linux-gnu/libc.so.6',
  ]);
});

test('files of one directory that need the same stand together', (t) => {
  const [, , zlib] = modules;
  t.deepEqual(treeOf([{ path: 'lib/libpython3.11.so.1.0', needed: [libc] }, ...modules]), [
    'lib/libpython3.11.so.1.0',
    '└─ libc.so.6  from the stack: /lib/x86_64-linux-gnu/libc.so.6',
    'lib/python3.11/lib-dynload/_asyncio.so and 2 more beside it',
    '└─ libc.so.6  from the stack: /lib/x86_64-linux-gnu/libc.so.6',
  ]);
  t.is(zlib?.path, 'lib/python3.11/lib-dynload/zlib.so');
});

test('each file that misses a library is named', (t) => {
  const broken = modules.map(({ path }) => ({ path, needed: [missing] }));
  t.deepEqual(
    treeOf(broken).filter((line) => line.startsWith('lib/')),
    modules.map(({ path }) => path),
  );
});

test('the summary counts each library once', (t) => {
  const files = [{ path: 'bin/python3.11', needed: [libpython, missing, libc] }, ...modules];
  t.is(
    stripVTControlCharacters(librarySummary(files)),
    '1 from the artifact, 1 from the stack, 1 not found',
  );
  t.is(librarySummary(modules), '0 from the artifact, 1 from the stack, 0 not found');
});
