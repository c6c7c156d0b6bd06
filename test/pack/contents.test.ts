import { chmod, link, mkdir, symlink, writeFile } from 'node:fs/promises';
import test from 'ava';
import { listContents } from '../../src/pack/index.js';
import { inHost } from '../../src/path.js';
import { temporaryFolder } from './folder.js';

test('contents are what is packed, in its order', async (t) => {
  const tree = await temporaryFolder(t);
  await mkdir(inHost(tree, 'bin'));
  await mkdir(inHost(tree, 'bin-extra'));
  await writeFile(inHost(tree, 'bin/tool'), 'tool');
  await chmod(inHost(tree, 'bin/tool'), 0o4711);
  await link(inHost(tree, 'bin/tool'), inHost(tree, 'bin/zool'));
  await symlink('tool', inHost(tree, 'bin/alias'));
  await writeFile(inHost(tree, 'sources.yml'), 'replaced');
  t.deepEqual(await listContents(tree, [{ path: 'sources.yml', content: 'ä' }]), {
    size: 6,
    members: [
      { path: 'bin', kind: 'directory' },
      { path: 'bin/alias', kind: 'link', target: 'tool' },
      { path: 'bin/tool', kind: 'file', mode: 0o755, size: 4 },
      { path: 'bin/zool', kind: 'hardlink', mode: 0o755, target: 'bin/tool' },
      { path: 'bin-extra', kind: 'directory' },
      { path: 'sources.yml', kind: 'file', mode: 0o644, size: 2 },
    ],
  });
});

test('an empty tree has no contents', async (t) => {
  t.deepEqual(await listContents(await temporaryFolder(t)), { size: 0, members: [] });
});

test('a tree that cannot be packed has no contents either', async (t) => {
  const tree = await temporaryFolder(t);
  await writeFile(Buffer.concat([Buffer.from(`${tree}/`), Buffer.from([0xff])]), '');
  await t.throwsAsync(listContents(tree), { code: 'NOT_PACKABLE' });
});
