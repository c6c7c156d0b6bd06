import { chmod, chown, link, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';
import test from 'ava';
import { copyBytes } from '../../src/files/index.js';
import { hostPath, inHost } from '../../src/path.js';

const MEGABYTE = 1024 * 1024;

for (const size of [1, 20 * MEGABYTE]) {
  test(`a copy of ${size} bytes has its mode, is written in place, and as root has no other's owner`, async (t) => {
    const folder = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'copy-')));
    t.teardown(() => rm(folder, { recursive: true, force: true }));
    const [from, fresh, there] = ['from', 'fresh', 'there'].map((name) => inHost(folder, name));
    if (from === undefined || fresh === undefined || there === undefined) throw new Error();
    await writeFile(from, '');
    await truncate(from, size);
    await writeFile(there, 'before');
    await link(there, inHost(folder, 'other-name'));
    const isRoot = process.getuid?.() === 0;
    if (isRoot) {
      await chown(from, 61000, 62000);
      await chown(there, 61001, 62001);
    }
    await chmod(from, 0o4755);

    await copyBytes(from, fresh, { exclusive: true });
    await copyBytes(from, there);
    for (const path of [fresh, there, inHost(folder, 'other-name')]) {
      t.is((await stat(path)).size, size);
      t.is((await stat(path)).mode & 0o7777, 0o4755);
    }
    const ownersOf = async (path: string) => {
      const { uid, gid } = await stat(path);
      return [uid, gid];
    };
    if (!isRoot) return;
    t.deepEqual(await ownersOf(fresh), [0, process.getgid?.()]);
    t.deepEqual(await ownersOf(there), [61001, 62001]);
    await t.throwsAsync(copyBytes(from, fresh, { exclusive: true }), { code: 'EEXIST' });
  });
}
