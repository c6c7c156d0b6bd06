import { chmod, link, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import test, { type ExecutionContext } from 'ava';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { isSealed, sealRoot } from '../../../src/stack/root/seal.js';

async function sealed(t: ExecutionContext): Promise<{ root: HostPath; seal: HostPath }> {
  const folder = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'seal-test-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const [root, seal] = [inHost(folder, 'root'), inHost(folder, 'root.seal')];
  await mkdir(inHost(root, 'usr/bin'), { recursive: true });
  await writeFile(inHost(root, 'usr/bin/cc'), 'a compiler', { mode: 0o755 });
  await symlink('usr/bin', inHost(root, 'bin'));
  await sealRoot(root, seal);
  return { root, seal };
}

test('a root is as it was sealed until something in it is changed', async (t) => {
  const { root, seal } = await sealed(t);
  t.true(await isSealed(root, seal));
  t.true(await isSealed(root, seal));
});

test('a root without a seal is not sealed', async (t) => {
  const { root, seal } = await sealed(t);
  await rm(seal);
  t.false(await isSealed(root, seal));
  await writeFile(seal, '');
  t.false(await isSealed(root, seal));
});

const CHANGES: Record<string, (root: HostPath) => Promise<void>> = {
  'a file with other bytes, as many, and its old time': async (root) => {
    await writeFile(inHost(root, 'usr/bin/cc'), 'a COMPILER');
    await utimes(inHost(root, 'usr/bin/cc'), 0, 0);
  },
  'a mode': (root) => chmod(inHost(root, 'usr/bin/cc'), 0o4755),
  'a new file': (root) => writeFile(inHost(root, 'usr/bin/su'), ''),
  'a file that is gone': (root) => rm(inHost(root, 'usr/bin/cc')),
  'another name of a file': (root) => link(inHost(root, 'usr/bin/cc'), inHost(root, 'usr/c')),
  'another link': async (root) => {
    await rm(inHost(root, 'bin'));
    await symlink('usr/sbin', inHost(root, 'bin'));
  },
  'all of it gone': (root) => rm(root, { recursive: true }),
};

for (const [what, change] of Object.entries(CHANGES)) {
  test(`a seal tells of ${what}`, async (t) => {
    const { root, seal } = await sealed(t);
    await change(root);
    t.false(await isSealed(root, seal));
  });
}

test('names that are no text are sealed as well', async (t) => {
  const { root, seal } = await sealed(t);
  const folder = Buffer.concat([Buffer.from(`${root}/`), Buffer.of(0xff, 0xe9)]);
  const file = Buffer.concat([folder, Buffer.from('/x')]);
  await mkdir(folder);
  await writeFile(file, 'a file');
  await sealRoot(root, seal);
  t.true(await isSealed(root, seal));
  await writeFile(file, 'a FILE');
  t.false(await isSealed(root, seal));
});
