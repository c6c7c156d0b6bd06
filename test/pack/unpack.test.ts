import {
  chmod,
  link,
  lstat,
  mkdir,
  readdir,
  readlink,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { Header } from 'tar';
import { packTree, unpackArtifact } from '../../src/pack/index.js';
import { inHost } from '../../src/path.js';
import { temporaryFolder } from './folder.js';

test('a packed tree comes back with its modes and links', async (t) => {
  const folder = await temporaryFolder(t);
  const tree = inHost(folder, 'tree');
  await mkdir(inHost(tree, 'bin'), { recursive: true });
  await writeFile(inHost(tree, 'bin/tool'), 'tool');
  await chmod(inHost(tree, 'bin/tool'), 0o755);
  await link(inHost(tree, 'bin/tool'), inHost(tree, 'bin/tool2'));
  await symlink('../nowhere', inHost(tree, 'bin/dangling'));
  await packTree(tree, inHost(folder, 'a.tgz'), { epoch: 1_000_000_000 });

  const out = inHost(folder, 'made', 'out');
  await unpackArtifact(inHost(folder, 'a.tgz'), out);
  t.deepEqual((await readdir(inHost(out, 'bin'))).sort(), ['dangling', 'tool', 'tool2']);
  const tool = await stat(inHost(out, 'bin/tool'));
  t.is(tool.mode & 0o7777, 0o755);
  t.is(tool.mtimeMs, 1_000_000_000_000);
  t.is(tool.ino, (await stat(inHost(out, 'bin/tool2'))).ino);
  t.is(await readlink(inHost(out, 'bin/dangling')), '../nowhere');
  t.is((await lstat(inHost(out, 'bin'))).mode & 0o7777, 0o755);
});

const HOSTILE = {
  'a member above the folder': { path: '../evil', type: 'File' },
  'an absolute member': { path: '/tmp/binary-builder-evil', type: 'File' },
  'a symlink out of the folder': { path: 'link', type: 'SymbolicLink', linkpath: '../..' },
  'an absolute symlink': { path: 'link', type: 'SymbolicLink', linkpath: '/etc/passwd' },
  'a hard link out of the folder': { path: 'link', type: 'Link', linkpath: '../secret' },
} as const;

for (const [name, member] of Object.entries(HOSTILE)) {
  test(`${name} is refused`, async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(inHost(folder, 'secret'), 'secret');
    const block = Buffer.alloc(512);
    new Header({ ...member, mode: 0o644, size: 0 }).encode(block);
    await writeFile(inHost(folder, 'a.tgz'), gzipSync(Buffer.concat([block, Buffer.alloc(1024)])));
    const error = await t.throwsAsync(
      unpackArtifact(inHost(folder, 'a.tgz'), inHost(folder, 'out')),
      { code: 'UNSAFE_ARCHIVE' },
    );
    t.true(error.message.startsWith(`${inHost(folder, 'a.tgz')}: `));
    t.deepEqual(await readdir(inHost(folder, 'out')), []);
    t.deepEqual((await readdir(folder)).sort(), ['a.tgz', 'out', 'secret']);
  });
}

test('a damaged or cut-off artifact is refused', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(inHost(folder, 'text.tgz'), 'this is no archive');
  await t.throwsAsync(unpackArtifact(inHost(folder, 'text.tgz'), inHost(folder, 'out')), {
    code: 'NOT_AN_ARCHIVE',
  });
  const whole = gzipSync(Buffer.alloc(10_240, 'x'));
  await writeFile(inHost(folder, 'cut.tgz'), whole.subarray(0, whole.length - 9));
  await t.throwsAsync(unpackArtifact(inHost(folder, 'cut.tgz'), inHost(folder, 'out')), {
    code: 'NOT_AN_ARCHIVE',
  });
});
