import { mkdir, symlink, writeFile } from 'node:fs/promises';
import test from 'ava';
import { hostPath, inHost } from '../../../src/path.js';
import { hasFileOfSize, outermost } from '../../../src/sandbox/limits/full-file.js';
import { folder } from '../behaviour.js';

test('a file of just that size is found however deep it is, but behind no link', async (t) => {
  const [here, elsewhere] = [await folder(t), await folder(t)];
  await mkdir(inHost(here, 'a/b'), { recursive: true });
  await writeFile(inHost(here, 'a/b/five'), '12345');
  await writeFile(inHost(elsewhere, 'seven'), '1234567');
  await symlink(elsewhere, inHost(here, 'a/link'));
  await symlink(inHost(elsewhere, 'seven'), inHost(here, 'seven'));
  t.true(await hasFileOfSize([elsewhere, here], 5));
  t.false(await hasFileOfSize([here], 7));
  t.false(await hasFileOfSize([here], 4));
  t.false(await hasFileOfSize([hostPath('/no/such/folder')], 5));
});

test('what lies in another folder that can be written is not looked at by its own path', (t) => {
  const [box, tree, other] = ['/w/box', '/w/box/staging/app', '/w/box2'].map((path) =>
    hostPath(path),
  );
  t.deepEqual(outermost([tree, box, other].filter((path) => path !== undefined)), [box, other]);
});
