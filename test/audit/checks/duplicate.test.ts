import { link } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { auditAt, auditOf, plant, scratch } from '../subject.js';

const CHECK = 'duplicate';
const content = 'x'.repeat(5000);

test('copies are told once, with the others and the bytes that they waste', async (t) => {
  const audit = await auditOf(t, {
    'lib/a.so': content,
    'lib/a.so.1': content,
    'lib/other': 'y'.repeat(5000),
    'share/1': 'z'.repeat(4096),
    'share/2': 'z'.repeat(4096),
    'share/3': 'z'.repeat(4096),
    'share/4': 'z'.repeat(4096),
    'share/5': 'z'.repeat(4096),
    'share/6': 'z'.repeat(4096),
  });
  t.deepEqual(audit.of(CHECK), [
    'lib/a.so: has the same content as lib/a.so.1: 5 kB wasted',
    'share/1: has the same content as share/2, share/3, share/4 and 2 more: 20.5 kB wasted',
  ]);
});

test('links, hard links and small files waste nothing', async (t) => {
  const root = await scratch(t);
  await plant(root, {
    'lib/a': content,
    'lib/link': { link: 'a' },
    'lib/small': 'x'.repeat(4095),
    'lib/small too': 'x'.repeat(4095),
  });
  await link(inHost(root, 'lib/a'), inHost(root, 'lib/b'));
  t.deepEqual((await auditAt(root)).of(CHECK), []);
});
