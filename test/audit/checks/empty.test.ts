import { mkdir } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { auditAt, auditOf, scratch } from '../subject.js';

test('a tree of empty directories, or of nothing, is an error', async (t) => {
  const root = await scratch(t);
  t.deepEqual((await auditAt(root)).of('empty'), ['.: has nothing in it']);
  await mkdir(inHost(root, 'lib/pkgconfig'), { recursive: true });
  t.deepEqual((await auditAt(root)).of('empty'), ['.: has nothing but empty directories in it']);
});

test('a single file or link is enough, even without content', async (t) => {
  t.deepEqual((await auditOf(t, { a: '' })).of('empty'), []);
  t.deepEqual((await auditOf(t, { a: { link: 'b' } })).of('empty'), []);
});
