import { mkdir, readlink, symlink } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { makeLibraryLinksRelative } from '../../../src/stack/bootstrap/relative-links.js';
import { folder } from '../fixture.js';

test('links beside libraries lead to where they lead inside the root', async (t) => {
  const root = await folder(t);
  const libraries = inHost(root, 'usr/lib/s390x-linux-gnu');
  await mkdir(libraries, { recursive: true });
  await symlink('/lib/s390x-linux-gnu/libz.so.1', inHost(libraries, 'libz.so'));
  await symlink('libz.so.1.2', inHost(libraries, 'libz.so.1'));
  await makeLibraryLinksRelative(root, 's390x');
  t.is(await readlink(inHost(libraries, 'libz.so')), '../../../lib/s390x-linux-gnu/libz.so.1');
  t.is(await readlink(inHost(libraries, 'libz.so.1')), 'libz.so.1.2');
  await t.notThrowsAsync(makeLibraryLinksRelative(root, 'arm64'));
});

for (const [way, from] of [
  ['usr', 'lib/s390x-linux-gnu'],
  ['usr/lib', 's390x-linux-gnu'],
  ['usr/lib/s390x-linux-gnu', ''],
] as const) {
  test(`links of the machine stay as they are where a package made /${way} a link`, async (t) => {
    const [root, machine] = [await folder(t), await folder(t)];
    const libraries = inHost(machine, from);
    await mkdir(libraries, { recursive: true });
    await symlink('/lib/libz.so.1', inHost(libraries, 'libz.so'));
    await mkdir(inHost(root, way, '..'), { recursive: true });
    await symlink(machine, inHost(root, way));
    await t.throwsAsync(makeLibraryLinksRelative(root, 's390x'), {
      code: 'STACK_NOT_READY',
      message: `/${way} of the root filesystem is a link and not a folder, which no package of Debian makes it`,
    });
    t.is(await readlink(inHost(libraries, 'libz.so')), '/lib/libz.so.1');
  });
}
