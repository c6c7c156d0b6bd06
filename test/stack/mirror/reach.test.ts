import test from 'ava';
import { inHost } from '../../../src/path.js';
import { mirrorsIn, reachOf, readReach } from '../../../src/stack/mirror/reach.js';
import { folder } from '../fixture.js';

test('mirrors are reached at their hosts and ports, and folders as they are', async (t) => {
  const reach = await readReach([
    'deb http://deb.test/debian bookworm main',
    'deb [signed-by=/usr/share/keyrings/x.gpg trusted=no] https://user:secret@Deb.test:8443/d b main',
    'deb https://deb.test/debian-security bookworm-security main',
    'deb file:/srv/mirror bookworm main',
    'deb copy:///srv/other bookworm main',
  ]);
  t.deepEqual([...reach.http], ['deb.test:80']);
  t.deepEqual([...reach.https], ['deb.test:8443', 'deb.test:443']);
  t.deepEqual([...reach.paths], ['/srv/mirror', '/srv/other']);
});

test('without a mirror nothing is reached: one has to be named', async (t) => {
  t.like(await t.throwsAsync(readReach([]), { code: 'STACK_NOT_READY' }), {
    message: "this machine's apt knows no mirror of Debian",
    hint: 'Name one with BINARY_BUILDER_DEBIAN_MIRROR: packages of another architecture reach nothing else.',
  });
});

test('a list of mirrors is read, and its mirrors are reached', async (t) => {
  const list = inHost(
    await folder(t, {
      'debian.list': '# ours\nhttp://one.test/debian priority:1\nhttps://two.test/d\n',
    }),
    'debian.list',
  );
  const reach = await readReach([`deb mirror+file:${list} bookworm main`]);
  t.deepEqual([...reach.http], ['one.test:80']);
  t.deepEqual([...reach.https], ['two.test:443']);
  t.deepEqual([...reach.paths], [list]);
  t.deepEqual(mirrorsIn('\n  # x\n a\tb\n'), ['a']);
});

test('what can’t be confined to its mirrors is refused, without its password', (t) => {
  for (const uri of [
    'mirror:http://m.test/list',
    'ssh://m.test/',
    'file:/',
    'cdrom:x',
    'nonsense',
  ]) {
    t.throws(() => reachOf([uri]), { code: 'STACK_NOT_READY' }, uri);
  }
  t.throws(() => reachOf(['ftp://ann:secret@m.test/debian']), {
    message: "a root of another architecture can't be made from ftp://m.test/debian",
  });
});
