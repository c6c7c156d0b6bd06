import { writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { inHost, type HostPath } from '../../../src/path.js';
import { entriesFor, parseEntry, readEntries } from '../../../src/sandbox/emulation/entries.js';
import { probeRegistered } from '../../../src/sandbox/emulation/registered.js';
import { folder } from '../behaviour.js';

/** As the kernel shows Debian's registration. */
const S390X = `enabled
interpreter /usr/libexec/qemu-binfmt/s390x-binfmt-P
flags: POCF
offset 0
magic 7f454c4602020100000000000000000000020016
mask fffffffffffffffcfffffffffffffffffffeffff
`;
const PYTHON = `enabled
interpreter /usr/bin/python3.11
flags: 
offset 0
magic a70d0d0a
`;
const JAR = `enabled
interpreter /usr/bin/jexec
flags: 
extension .jar
`;

async function registered(
  t: ExecutionContext,
  entries: Readonly<Record<string, string>>,
  status = 'enabled\n',
): Promise<HostPath> {
  const path = await folder(t);
  const files = { status, register: '', ...entries };
  for (const [name, text] of Object.entries(files)) await writeFile(inHost(path, name), text);
  return path;
}

test('reads an entry as the kernel shows it', (t) => {
  t.deepEqual(parseEntry('qemu-s390x', S390X), {
    name: 'qemu-s390x',
    enabled: true,
    interpreter: '/usr/libexec/qemu-binfmt/s390x-binfmt-P',
    flags: 'POCF',
    offset: 0,
    magic: new Uint8Array(Buffer.from('7f454c4602020100000000000000000000020016', 'hex')),
    mask: new Uint8Array(Buffer.from('fffffffffffffffcfffffffffffffffffffeffff', 'hex')),
  });
  t.like(parseEntry('python3.11', PYTHON), { flags: '', mask: undefined });
  t.is(parseEntry('qemu-s390x', S390X.replace('enabled', 'disabled'))?.enabled, false);
});

test('passes over what is no entry that goes by bytes', (t) => {
  t.is(parseEntry('jar', JAR), undefined);
  t.is(parseEntry('empty', ''), undefined);
  t.is(parseEntry('status', 'enabled'), undefined);
  t.is(parseEntry('odd', S390X.replace('magic 7f', 'magic 7')), undefined);
  t.is(parseEntry('odd', S390X.replace('offset 0', 'offset -1')), undefined);
});

test('finds the entries of an architecture among others', async (t) => {
  const entries = await readEntries(
    await registered(t, { 'qemu-s390x': S390X, 'python3.11': PYTHON, jar: JAR }),
  );
  t.deepEqual(
    entriesFor('s390x', entries).map(({ name }) => name),
    ['qemu-s390x'],
  );
  t.deepEqual(entriesFor('arm64', entries), []);
});

test('an entry for some programs of an architecture alone is none for it', async (t) => {
  const narrow = S390X.replace('fffeffff\n', 'ffffffff\n');
  const entries = await readEntries(await registered(t, { narrow }));
  t.is(entries.length, 1);
  t.deepEqual(entriesFor('s390x', entries), []);
});

test('what is registered with the flag F is used', async (t) => {
  t.deepEqual(await probeRegistered('s390x', await registered(t, { 'qemu-s390x': S390X })), {
    works: true,
    emulator: { kind: 'registered', arch: 's390x', entry: 'qemu-s390x' },
    reason: "registered with this machine's binfmt_misc as qemu-s390x",
  });
});

test('what somebody registered without the flag F is told, with what mends it', async (t) => {
  const loose = S390X.replace('POCF', 'OC').replace('-binfmt-P', '');
  const binfmt = await registered(t, { 'qemu-s390x': S390X, theirs: loose });
  t.deepEqual(await probeRegistered('s390x', binfmt), {
    works: false,
    code: 'NO_SANDBOX',
    reason:
      "theirs is registered with this machine's binfmt_misc without the flag F (it has OC), so that a sandbox can't find /usr/libexec/qemu-binfmt/s390x",
    remedy:
      'echo -1 >/proc/sys/fs/binfmt_misc/theirs; apt-get install --yes --reinstall binfmt-support qemu-user-static',
  });
  const bare = await registered(t, { bare: loose.replace('OC', '') });
  t.regex(JSON.stringify(await probeRegistered('s390x', bare)), /\(it has none\)/);
});

test('nothing is registered where an entry, or all, are switched off, or nothing is mounted', async (t) => {
  const none = {
    works: false,
    reason: "nothing is registered for s390x with this machine's binfmt_misc",
  };
  const off = S390X.replace('enabled', 'disabled');
  t.like(await probeRegistered('s390x', await registered(t, { 'qemu-s390x': off })), none);
  const asleep = await registered(t, { 'qemu-s390x': S390X }, 'disabled\n');
  t.like(await probeRegistered('s390x', asleep), none);
  t.like(await probeRegistered('s390x', await folder(t)), none);
  t.like(await probeRegistered('s390x', inHost(await folder(t), 'gone')), none);
});
