import { chmod, lstat, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import test from 'ava';
import { BUILD_USER, giveToBuildUser, isMapped, isRoot } from '../../src/program/build-user.js';
import { hostPath, inHost } from '../../src/path.js';

test('what is given to the build user keeps its permissions, and no link is followed', async (t) => {
  const folder = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'build-user-test-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const [box, other] = [inHost(folder, 'box'), inHost(folder, 'other')];
  await mkdir(box);
  await writeFile(other, '');
  await writeFile(inHost(box, "a 'name'\nof two lines"), '');
  await chmod(inHost(box, "a 'name'\nof two lines"), 0o6755);
  await writeFile(inHost(box, 'closed'), '', { mode: 0o600 });
  await symlink('../other', inHost(box, 'link'));
  const { uid: before } = await lstat(other);

  await giveToBuildUser(box);

  const owner = isRoot() ? BUILD_USER : before;
  const found = await Promise.all(
    ['', "a 'name'\nof two lines", 'closed', 'link'].map((name) => lstat(inHost(box, name))),
  );
  t.deepEqual(
    found.map(({ uid }) => uid),
    [owner, owner, owner, owner],
  );
  t.deepEqual(
    found.slice(1, 3).map(({ mode }) => mode & 0o7777),
    [0o6755, 0o600],
  );
  t.is((await lstat(other)).uid, before);
});

test('a set-user-id program keeps its bits, and whatever is named as no text is, too', async (t) => {
  const box = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'build-user-test-')));
  t.teardown(() => rm(box, { recursive: true, force: true }));
  const program = Buffer.concat([Buffer.from(`${box}/program-`), Buffer.of(0xff, 0xe9)]);
  await writeFile(program, '');
  await chmod(program, 0o4755);

  await giveToBuildUser(box);

  const { uid, mode } = await lstat(program);
  if (isRoot()) t.is(uid, BUILD_USER);
  t.is(mode & 0o7777, 0o4755);
});

test('root of a namespace without the build user counts as an ordinary user', (t) => {
  t.true(isMapped('         0          0 4294967295\n'));
  t.true(isMapped('0 1000 1\n1 100000 65536\n'));
  t.false(isMapped('         0       1000          1\n'));
  t.false(isMapped('0 100000 65530\n'));
  t.false(isMapped(''));
});
