import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';

import test, { type ExecutionContext } from 'ava';

import { hostPath, type HostPath } from '../../src/path.js';
import { pruneTree } from '../../src/relocate/index.js';

async function tree(t: ExecutionContext, files: readonly string[]): Promise<HostPath> {
  const root = await mkdtemp(nodePath.join(tmpdir(), 'prune-'));
  t.teardown(() => rm(root, { recursive: true }));
  for (const file of files) {
    await mkdir(nodePath.join(root, nodePath.dirname(file)), { recursive: true });
    await writeFile(nodePath.join(root, file), '');
  }
  return hostPath(root);
}

async function left(root: HostPath): Promise<string[]> {
  return (await readdir(root, { recursive: true })).sort();
}

test('files and directories that match are removed, with directories that this empties', async (t) => {
  const root = await tree(t, [
    'lib/libx.a',
    'lib/libx.so',
    'lib/deep/er/liby.a',
    'lib/.hidden.a',
    'lib/python3.11/test/a/b.py',
    'lib/python3.11/os.py',
    'lib/python3.11/json/tests/c.py',
    'share/doc/x/README',
  ]);
  await mkdir(nodePath.join(root, 'var/empty'), { recursive: true });

  const removed = await pruneTree(root, ['**/*.a', 'lib/*/test', '**/tests', 'share/doc/**']);

  t.deepEqual(removed, [
    'lib/.hidden.a',
    'lib/deep/er/liby.a',
    'lib/libx.a',
    'lib/python3.11/json/tests',
    'lib/python3.11/test',
    'share/doc',
  ]);
  t.deepEqual(await left(root), [
    'lib',
    'lib/libx.so',
    'lib/python3.11',
    'lib/python3.11/os.py',
    'var',
    'var/empty',
  ]);
});

test('a link is removed itself, and what it leads to stays', async (t) => {
  const outside = await tree(t, ['precious']);
  const root = await tree(t, ['lib/x']);
  await symlink(outside, nodePath.join(root, 'share'));
  await symlink(outside, nodePath.join(root, 'lib/link'));

  t.deepEqual(await pruneTree(root, ['share', 'lib/link/**', '**/precious']), [
    'lib/link',
    'share',
  ]);
  t.deepEqual(await left(root), ['lib', 'lib/x']);
  t.deepEqual(await left(outside), ['precious']);
});

test('without globs nothing is removed', async (t) => {
  const root = await tree(t, ['a']);
  t.deepEqual(await pruneTree(root, []), []);
  t.deepEqual(await left(root), ['a']);
});
