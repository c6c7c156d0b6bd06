import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import test from 'ava';
import { matchTree } from '../../../src/builder/phases/contains.js';
import { filesIn } from '../../../src/manifest/check/surroundings.js';
import { hostPath, inHost } from '../../../src/path.js';

test('no link is followed to find what a pattern matches, neither out of the tree nor in a circle', async (t) => {
  const folder = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'contains-')));
  t.teardown(() => rm(folder, { recursive: true }));
  const tree = inHost(folder, 'tree');
  await mkdir(tree);
  await mkdir(inHost(folder, 'outside'));
  await writeFile(inHost(folder, 'outside/secret'), '');
  await symlink('../outside', inHost(tree, 'out'));
  await symlink('.', inHost(tree, 'circle'));
  const globs = ['out', 'out/s*', '**/secret', 'circle/o*'];
  t.deepEqual(await matchTree(tree, globs), globs.slice(1));
  const matches = filesIn(tree);
  t.deepEqual(await Promise.all(globs.map(matches)), [true, false, false, false]);
});
