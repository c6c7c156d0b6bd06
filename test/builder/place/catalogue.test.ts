import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';

import test, { type ExecutionContext } from 'ava';

import { stackCatalogue } from '../../../src/builder/place/catalogue.js';
import type { Setting } from '../../../src/builder/place/setting.js';
import { hostPath, inHost } from '../../../src/path.js';
import { findStack, loadStacks, type Root } from '../../../src/stack/index.js';
import { cacheFolders } from '../../../src/store/index.js';
import { machineArch } from '../../audit/subject.js';
import { preparedRoot, testCache } from '../../prepared-root.js';

const stacks = await loadStacks([hostPath(import.meta.dirname, '../../../stacks')]);
const roots = [await preparedRoot(), await preparedRoot({ toolchain: true })];

/** A cache of the test's own that has the prepared roots, and what was told while it was used. */
async function freshCache(t: ExecutionContext) {
  const cache = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'catalogue-')));
  t.teardown(() => rm(cache, { recursive: true, force: true }));
  const folders = cacheFolders(cache);
  const inCache = (root: Root, name: string) => inHost(folders.stacks, root.key, name);
  for (const root of roots) {
    await mkdir(inHost(folders.stacks, root.key), { recursive: true });
    for (const name of ['record.json', 'root', 'root.seal']) {
      const target = inHost(cacheFolders(testCache).stacks, root.key, name);
      await symlink(target, inCache(root, name));
    }
  }
  const told: string[] = [];
  const setting: Setting = {
    folders,
    emit: (event) => {
      if (event.type === 'stack.progress') told.push(event.message);
    },
    stack: findStack(stacks, 'debian12'),
    arch: machineArch,
    packages: [],
    runner: { name: 'bubblewrap' },
  };
  return { setting, told };
}

test('a stack is looked into once, for its libraries with their versions, loaders and programs', async (t) => {
  const { setting, told } = await freshCache(t);
  const catalogue = await stackCatalogue(setting);

  t.is(catalogue.stack, 'debian12');
  const libc = catalogue.libraries.find(({ name }) => name === 'libc.so.6');
  t.regex(libc?.path ?? '', /^\/(?:usr\/)?lib\/[^/]+\/libc\.so\.6$/);
  t.true(libc?.versions.includes('GLIBC_2.36'));
  t.false(libc?.versions.includes('GLIBC_2.37'));
  t.false(libc?.versions.includes('libc.so.6'));
  t.true(catalogue.loaders.some((path) => /^\/lib(?:64)?\/ld[^/]*\.so\.\d$/.test(path)));
  for (const program of ['/bin/sh', '/usr/bin/sh', '/usr/bin/env', '/sbin/ldconfig']) {
    t.true(catalogue.programs.includes(program), program);
  }
  t.false(catalogue.programs.includes('/usr/bin/gcc'));
  t.deepEqual(await readdir(setting.folders.work), []);

  t.deepEqual(await stackCatalogue(setting), catalogue);
  t.deepEqual(told, ['looking at its libraries and programs']);
});

test('two that ask at the same time look once', async (t) => {
  const { setting, told } = await freshCache(t);
  const [one, other] = await Promise.all([stackCatalogue(setting), stackCatalogue(setting)]);
  t.deepEqual(one, other);
  t.is(told.filter((message) => message.startsWith('looking')).length, 1);
});
