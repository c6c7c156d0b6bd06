import { link } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { auditAt, auditOf, plant, scratch } from '../subject.js';

const CHECK = 'size-jump';
const previous = { version: '1.0', currentVersion: '1.1', size: 1000, files: ['a'] };
const tree = (size: number) => ({ a: 'x'.repeat(size) });

test('a size within 20 % of the last one is nothing to talk about', async (t) => {
  for (const size of [800, 1000, 1200]) {
    t.deepEqual((await auditOf(t, tree(size), { previous })).of(CHECK), []);
  }
  t.deepEqual((await auditOf(t, tree(9000))).of(CHECK), []);
});

test('a larger and a smaller tree are told with both sizes', async (t) => {
  t.deepEqual((await auditOf(t, tree(1500), { previous })).of(CHECK), [
    '.: is 50 % larger than 1.0: 1.5 kB instead of 1 kB',
  ]);
  t.deepEqual((await auditOf(t, tree(100), { previous })).of(CHECK), [
    '.: is 90 % smaller than 1.0: 100 B instead of 1 kB',
  ]);
});

test('the names of one file count once', async (t) => {
  const root = await scratch(t);
  await plant(root, tree(1000));
  await link(inHost(root, 'a'), inHost(root, 'b'));
  t.deepEqual((await auditAt(root, { previous })).of(CHECK), []);
});
