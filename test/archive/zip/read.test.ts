import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  stat,
  writeFile,
} from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import {
  readZip,
  readZipText,
  unpackZip,
  type ReadMember,
  type ReadZipOptions,
} from '../../../src/archive/zip/read.js';
import { BuilderError } from '../../../src/error.js';
import { inHost, type HostPath } from '../../../src/path.js';
import { leastTime } from '../../cpu-time.js';
import { run, temporaryFolder } from '../../pack/folder.js';
import { extraField, FILE, FOLDER, forge, LINK, type Forged } from './forge.js';

const DAMAGED_HINT =
  'No whole zip can be got out of it: copy or download it once more, or package it again.';
const UNSAFE_HINT =
  'Nothing was unpacked. If you packaged it, package it again; if not, ask who did.';

interface Place {
  folder: HostPath;
  zip: HostPath;
  into: HostPath;
}

/** A zip of these bytes, in a folder with something to be overwritten. */
async function place(t: ExecutionContext, bytes: Uint8Array | string): Promise<Place> {
  const folder = await temporaryFolder(t);
  const zip = inHost(folder, 'a.zip');
  await writeFile(zip, bytes);
  await writeFile(inHost(folder, 'secret'), 'secret');
  return { folder, zip, into: inHost(folder, 'out') };
}

/** Unpacks what has to be refused, and checks that nothing is left of it. */
async function refusal(
  t: ExecutionContext,
  { folder, zip, into }: Place,
  options: ReadZipOptions = {},
): Promise<BuilderError> {
  const error = await t.throwsAsync(unpackZip(zip, into, options), { instanceOf: BuilderError });
  t.deepEqual((await readdir(folder)).sort(), ['a.zip', 'secret']);
  t.is(await readFile(inHost(folder, 'secret'), 'utf8'), 'secret');
  return error;
}

async function membersOf(zip: HostPath, options: ReadZipOptions = {}): Promise<ReadMember[]> {
  const members: ReadMember[] = [];
  for await (const member of readZip(zip, options)) members.push(member);
  return members;
}

async function textOf(member: ReadMember | undefined): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await member?.open()) ?? []) {
    if (piece instanceof Uint8Array) pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

const ORDINARY: Forged[] = [
  { name: 'bin/', mode: FOLDER | 0o755, method: 0 },
  { name: 'bin/compile', content: 'echo hello\n'.repeat(50), mode: FILE | 0o755 },
  { name: 'bin/late', content: 'bin/compile', mode: LINK | 0o777, method: 0 },
  { name: 'a b é\n', content: 'text', method: 0 },
  { name: 'empty/deep/', mode: FOLDER | 0o700, method: 0 },
];

test('members come in the order of the central directory with what the zip says of them', async (t) => {
  const { zip } = await place(t, forge(ORDINARY));
  const members = await membersOf(zip);
  const mtime = Date.UTC(2001, 1, 3, 4, 5, 6) / 1000;
  t.deepEqual(
    members.map((member) => ({ ...member, open: undefined })),
    [
      { path: 'bin', kind: 'folder', mode: 0o755, mtime, size: 0, open: undefined },
      { path: 'bin/compile', kind: 'file', mode: 0o755, mtime, size: 550, open: undefined },
      {
        path: 'bin/late',
        kind: 'link',
        mode: 0o777,
        mtime,
        size: 11,
        target: 'bin/compile',
        open: undefined,
      },
      { path: 'a b é\n', kind: 'file', mode: 0o644, mtime, size: 4, open: undefined },
      { path: 'empty/deep', kind: 'folder', mode: 0o700, mtime, size: 0, open: undefined },
    ],
  );
});

test('contents can be read after the listing, in any order, or not at all', async (t) => {
  const { zip } = await place(t, forge(ORDINARY));
  const members = await membersOf(zip);
  t.is(await textOf(members[3]), 'text');
  t.is(await textOf(members[1]), 'echo hello\n'.repeat(50));
  t.is(await textOf(members[2]), 'bin/compile');
  t.is(await textOf(members[0]), '');
  (await members[1]?.open())?.destroy();
});

test('unpacking restores modes, times, links and empty folders', async (t) => {
  const { folder, zip } = await place(t, forge(ORDINARY));
  const into = inHost(folder, 'made', 'out');
  await unpackZip(zip, into);
  t.deepEqual((await readdir(into, { recursive: true })).sort(), [
    'a b é\n',
    'bin',
    'bin/compile',
    'bin/late',
    'empty',
    'empty/deep',
  ]);
  const compile = await stat(inHost(into, 'bin/compile'));
  t.is(compile.mode & 0o7777, 0o755);
  t.is(compile.mtimeMs, Date.UTC(2001, 1, 3, 4, 5, 6));
  t.is(await readFile(inHost(into, 'bin/compile'), 'utf8'), 'echo hello\n'.repeat(50));
  t.is(await readlink(inHost(into, 'bin/late')), 'bin/compile');
  t.is((await stat(inHost(into, 'empty/deep'))).mode & 0o7777, 0o700);
});

test('set-uid bits are told and not unpacked', async (t) => {
  const { zip, into } = await place(t, forge([{ name: 'tool', mode: FILE | 0o6755 }]));
  t.is((await membersOf(zip))[0]?.mode, 0o6755);
  await unpackZip(zip, into);
  t.is((await stat(inHost(into, 'tool'))).mode & 0o7777, 0o755);
});

test('a zip that knows no modes gets ordinary ones', async (t) => {
  const { zip } = await place(
    t,
    forge([
      { name: 'd/', mode: 0, madeBy: 0, method: 0 },
      { name: 'd/f', mode: 0, madeBy: 0 },
    ]),
  );
  t.deepEqual(
    (await membersOf(zip)).map(({ path, kind, mode }) => [path, kind, mode]),
    [
      ['d', 'folder', 0o755],
      ['d/f', 'file', 0o644],
    ],
  );
});

test('a mode without a kind is that of a file', async (t) => {
  const { zip } = await place(t, forge([{ name: 'f', mode: 0o600 }]));
  const [member] = await membersOf(zip);
  t.like(member, { kind: 'file', mode: 0o600 });
});

test('a time in an extra field is exact, one that means nothing is left out', async (t) => {
  const exact = Buffer.alloc(5);
  exact[0] = 1;
  exact.writeInt32LE(1_000_000_001, 1);
  const ancient = Buffer.alloc(5);
  ancient[0] = 1;
  ancient.writeInt32LE(-5, 1);
  const { zip } = await place(
    t,
    forge([
      { name: 'exact', extra: extraField(0x5455, exact) },
      { name: 'ancient', extra: extraField(0x5455, ancient) },
    ]),
  );
  t.deepEqual(
    (await membersOf(zip)).map(({ mtime }) => mtime),
    [1_000_000_001, undefined],
  );
});

test('sizes behind the content, a comment and a script before it all are understood', async (t) => {
  const { zip, into } = await place(
    t,
    forge([{ name: 'f', content: 'piped '.repeat(9), piped: true }], {
      prefix: '#!/usr/bin/env python3\n',
      comment: 'made by a pipe',
    }),
  );
  await unpackZip(zip, into);
  t.is(await readFile(inHost(into, 'f'), 'utf8'), 'piped '.repeat(9));
});

test('doubled slashes and dots in paths go', async (t) => {
  const { zip } = await place(
    t,
    forge([
      { name: './', mode: FOLDER, method: 0 },
      { name: './a//b/./c', content: 'x' },
    ]),
  );
  t.deepEqual(
    (await membersOf(zip)).map(({ path }) => path),
    ['a/b/c'],
  );
});

test('entries that agree in all are one', async (t) => {
  const twice: Forged[] = [
    { name: 'd/', mode: FOLDER | 0o755, method: 0 },
    { name: 'd/f', content: 'same' },
    { name: 'd/', mode: FOLDER | 0o755, method: 0 },
    { name: 'd/f', content: 'same' },
  ];
  const { zip, into } = await place(t, forge(twice));
  t.deepEqual(
    (await membersOf(zip)).map(({ path }) => path),
    ['d', 'd/f'],
  );
  await unpackZip(zip, into);
  t.is(await readFile(inHost(into, 'd/f'), 'utf8'), 'same');
});

test('an empty zip has no members and makes an empty folder', async (t) => {
  const { zip, into } = await place(t, forge([]));
  t.deepEqual(await membersOf(zip), []);
  await unpackZip(zip, into);
  t.deepEqual(await readdir(into), []);
});

test('what Info-ZIP and Python write is read', async (t) => {
  const { folder } = await place(t, '');
  const tree = inHost(folder, 'tree');
  await mkdir(inHost(tree, 'bin'), { recursive: true });
  await writeFile(inHost(tree, 'bin/tool é'), 'tool '.repeat(100));
  await chmod(inHost(tree, 'bin/tool é'), 0o755);
  const ways = {
    zip: ['zip', '-qry', '../zip.zip', '.'],
    python: ['python3', '-m', 'zipfile', '-c', '../python.zip', 'bin'],
  };
  for (const [name, [program = '', ...args]] of Object.entries(ways)) {
    const ran = await run(program, args, { cwd: tree }).catch(() => undefined);
    if (ran === undefined) {
      t.log(`no ${name} here`);
      continue;
    }
    const out = inHost(folder, `out-${name}`);
    await unpackZip(inHost(folder, `${name}.zip`), out);
    t.is(await readFile(inHost(out, 'bin/tool é'), 'utf8'), 'tool '.repeat(100));
    t.is((await stat(inHost(out, 'bin/tool é'))).mode & 0o777, 0o755);
  }
  t.pass();
});

const unicodePath = (name: string, other: string) =>
  extraField(
    0x7075,
    Buffer.concat([
      Buffer.of(1),
      Buffer.from(new Uint32Array([crc32(name)]).buffer),
      Buffer.from(other),
    ]),
  );

const file = (name: string | Buffer, more: Partial<Forged> = {}): Forged => ({
  name,
  content: 'content',
  ...more,
});
const link = (name: string, content: string | Buffer): Forged => ({
  name,
  content,
  mode: LINK | 0o777,
  method: 0,
});

const UNSAFE: [title: string, members: Forged[], member: string, reason: string][] = [
  ['a path that leads up', [file('../secret')], '../secret', 'its path has .. in it'],
  [
    'a path that leads up and back',
    [file('a/../../secret')],
    'a/../../secret',
    'its path has .. in it',
  ],
  ['an absolute path', [file('/secret')], '/secret', 'its path is absolute'],
  ['a path with a drive', [file('C:/secret')], 'C:/secret', 'its path is absolute'],
  ['a backslash', [file('..\\secret')], '..\\secret', 'its path has a backslash in it'],
  ['a NUL', [file('a\0b')], 'a\\u{0}b', 'its path has a NUL byte in it'],
  ['no name', [file('')], '', 'it has the path of the tree itself'],
  ['a dot as name', [file('.')], '', 'it has the path of the tree itself'],
  ['a name that is not UTF-8', [file(Buffer.of(0x61, 0xff))], 'a\u{fffd}', 'its path is not UTF-8'],
  [
    'a second name',
    [file('a', { extra: unicodePath('a', '../secret') })],
    'a',
    'it has a second, different path',
  ],
  [
    'a name longer than any',
    [file('n'.repeat(2000))],
    `${'n'.repeat(300)}…`,
    'its path has more than 1024 bytes',
  ],
  [
    'the same path with another content',
    [file('a'), file('a', { content: 'other' })],
    'a',
    'it is there twice, and not the same',
  ],
  [
    'the same path with another mode',
    [file('a'), file('./a', { mode: FILE | 0o755 })],
    'a',
    'it is there twice, and not the same',
  ],
  [
    'the same path as a link',
    [file('a'), link('a', 'b')],
    'a',
    'it is there twice, and not the same',
  ],
  ['a file as a folder', [file('a'), file('a/b')], 'a/b', 'it would be written below the file a'],
  [
    'a link as a folder',
    [link('a', 'b'), file('a/c')],
    'a/c',
    'it would be written through the link a',
  ],
  [
    'a link out of the tree',
    [link('d/a', '../../secret')],
    'd/a',
    'it is a link out of the tree, to ../../secret',
  ],
  [
    'a link to an absolute path',
    [link('a', '/etc/passwd')],
    'a',
    'it is a link to the absolute path /etc/passwd',
  ],
  ['a link to nothing', [link('a', '')], 'a', 'it is a link to nothing'],
  ['a link with a NUL', [link('a', 'b\0c')], 'a', 'it is a link to a path with a NUL byte in it'],
  [
    'a link that is not UTF-8',
    [link('a', Buffer.of(0xff))],
    'a',
    'it is a link to a path that is not UTF-8',
  ],
  [
    'a link of a megabyte',
    [link('a', 'b'.repeat(1 << 20))],
    'a',
    'it is a link to a path of more than 1024 bytes',
  ],
  [
    'a named pipe',
    [file('a', { mode: 0o010644 })],
    'a',
    'it is neither a file nor a folder nor a link',
  ],
  [
    'a device',
    [file('a', { mode: 0o060644 })],
    'a',
    'it is neither a file nor a folder nor a link',
  ],
  [
    'a socket with a slash',
    [file('a/', { mode: 0o140644 })],
    'a/',
    'it is neither a file nor a folder nor a link',
  ],
  [
    'a link with a slash',
    [{ ...link('a/', 'b') }],
    'a/',
    'it is neither a file nor a folder nor a link',
  ],
  [
    'a folder without a slash',
    [file('a', { mode: FOLDER })],
    'a',
    'it is neither a file nor a folder nor a link',
  ],
  ['a folder with content', [file('a/', { mode: FOLDER })], 'a/', 'it is a folder with content'],
  ['an encrypted member', [file('a', { flags: 1 })], 'a', 'it is encrypted'],
  [
    'another method',
    [file('a', { method: 12 })],
    'a',
    'it is compressed by the method 12, not by deflate',
  ],
  [
    'another name in its own header',
    [file('a', { local: { name: 'b' } })],
    'a',
    'its two headers say different things',
  ],
  [
    'another method in its own header',
    [file('a', { local: { method: 0 } })],
    'a',
    'its two headers say different things',
  ],
  [
    'another size in its own header',
    [file('a', { local: { size: 3 } })],
    'a',
    'its two headers say different things',
  ],
  [
    'another checksum in its own header',
    [file('a', { local: { crc: 3 } })],
    'a',
    'its two headers say different things',
  ],
  [
    'encryption in its own header',
    [file('a', { local: { flags: 1 } })],
    'a',
    'its two headers say different things',
  ],
];

for (const [title, members, member, reason] of UNSAFE) {
  test(`a zip is refused for ${title}`, async (t) => {
    const there = await place(t, forge(members));
    const error = await refusal(t, there);
    t.is(error.code, 'BUILDPACK_INVALID');
    t.is(error.message, `${there.zip} is not safe to unpack: ${member}: ${reason}`);
    t.is(error.hint, UNSAFE_HINT);
    await t.throwsAsync(membersOf(there.zip), { message: error.message });
  });
}

test('members that share bytes are refused: that is what bombs are made of', async (t) => {
  const zip = forge([
    file('a', { content: 'a'.repeat(1000), method: 0 }),
    file('b', { content: 'b', method: 0 }),
  ]);
  // The second begins, with a header and all, within the content of the first.
  const inner = forge([file('b', { content: 'b', method: 0 })]);
  const at = 30 + 1 + 100;
  inner.copy(zip, at, 0, 32);
  zip.writeUInt32LE(crc32(zip.subarray(31, 1031)), 14);
  const directory = zip.readUInt32LE(zip.length - 22 + 16);
  zip.writeUInt32LE(zip.readUInt32LE(14), directory + 16);
  zip.writeUInt32LE(at, directory + 47 + 42);
  const there = await place(t, zip);
  const { message } = await refusal(t, there);
  t.is(message, `${there.zip} is not safe to unpack: b: it shares bytes with a`);
});

const whole = forge(ORDINARY);
const DAMAGED: [title: string, bytes: Uint8Array | string, reason: string | RegExp][] = [
  ['an empty file', '', 'it is no zip, it looks like an empty file'],
  [
    'a tarball',
    Buffer.of(0x1f, 0x8b, 8, 0),
    'it is no zip, it looks like a file of the format gzip',
  ],
  ['a page', '<!doctype html><p>404', 'its end is missing'],
  ['a zip cut in the middle', whole.subarray(0, whole.length / 2), 'its end is missing'],
  ['a zip without its last byte', whole.subarray(0, -1), 'its end is missing'],
  [
    'a zip with something behind it',
    Buffer.concat([whole, Buffer.from('x')]),
    'it goes on after its end',
  ],
  ['an end that promises more members', forge(ORDINARY, { count: 6 }), 'it ends too early'],
  [
    'a header that is elsewhere',
    Buffer.concat([Buffer.from('xx'), whole]),
    /^invalid central directory file header signature: /,
  ],
  ['a wrong checksum', forge([file('a', { crc: 1 })]), 'a has the wrong checksum'],
  [
    'a wrong checksum of a stored file',
    forge([file('a', { crc: 1, method: 0 })]),
    'a has the wrong checksum',
  ],
  ['a content that is longer', forge([file('a', { size: 3 })]), 'a is longer than the zip says'],
  ['a content that is shorter', forge([file('a', { size: 8 })]), 'a is shorter than the zip says'],
  [
    'a stored file of two sizes',
    forge([file('a', { method: 0, size: 3 })]),
    'compressed/uncompressed size mismatch for stored file: 7 != 3',
  ],
  [
    'a content that ends too early',
    forge([file('a', { packedSize: 4 })]),
    "a can't be decompressed: unexpected end of file",
  ],
  [
    'a link with the wrong checksum',
    forge([{ ...link('a', 'b'), crc: 1 }]),
    'a has the wrong checksum',
  ],
  ['strong encryption', forge([file('a', { flags: 0x41 })]), 'strong encryption is not supported'],
];

for (const [title, bytes, reason] of DAMAGED) {
  test(`a zip is damaged: ${title}`, async (t) => {
    const there = await place(t, bytes);
    const error = await refusal(t, there);
    t.is(error.code, 'BUILDPACK_INVALID');
    t.is(error.hint, DAMAGED_HINT);
    const start = `${there.zip} is damaged: `;
    t.true(error.message.startsWith(start), error.message);
    const said = error.message.slice(start.length);
    if (typeof reason === 'string') t.is(said, reason);
    else t.regex(said, reason);
  });
}

test('a content that is not deflate is damaged', async (t) => {
  const bytes = forge([file('a', { method: 0, content: Buffer.of(7, 7) })]);
  for (const at of [8, bytes.indexOf('PK\x01\x02') + 10]) bytes.writeUInt16LE(8, at);
  const there = await place(t, bytes);
  const { message } = await refusal(t, there);
  t.regex(message, /a can't be decompressed: invalid block type$/);
});

test('a header that is not where it should be is damage', async (t) => {
  const bytes = forge(ORDINARY);
  bytes.writeUInt32LE(1, bytes.indexOf('PK\x01\x02') + 42);
  const there = await place(t, bytes);
  const { message } = await refusal(t, there);
  t.is(message, `${there.zip} is damaged: the header of bin/ is not where it should be`);
});

test('what is no file that can be read is told as such', async (t) => {
  const { folder } = await place(t, '');
  await mkdir(inHost(folder, 'd'));
  await run('mkfifo', [inHost(folder, 'pipe')]);
  const reasons = {
    absent: 'there is no such file',
    d: 'it is a folder',
    pipe: 'it is not a file',
  };
  for (const [name, reason] of Object.entries(reasons)) {
    const zip = inHost(folder, name);
    const error = await t.throwsAsync(membersOf(zip), { instanceOf: BuilderError });
    t.is(error.code, 'BUILDPACK_INVALID');
    t.is(error.message, `cannot read ${zip}: ${reason}`);
    t.is(error.hint, 'Give the path of a zip file that this user may read.');
  }
});

test('a folder that was there and empty is empty again after a failure', async (t) => {
  const there = await place(t, forge([file('a'), file('b', { crc: 1 })]));
  await mkdir(there.into);
  await t.throwsAsync(unpackZip(there.zip, there.into), { message: /b has the wrong checksum/ });
  t.deepEqual(await readdir(there.into), []);
});

test('a folder with something in it is left alone', async (t) => {
  const { zip, folder } = await place(t, forge(ORDINARY));
  const error = await t.throwsAsync(unpackZip(zip, folder), { instanceOf: BuilderError });
  t.is(error.code, 'NOT_WRITABLE');
  t.is(error.message, `cannot unpack into ${folder}: there is something in it`);
  t.deepEqual((await readdir(folder)).sort(), ['a.zip', 'secret']);
});

test('too many members are refused, folders that are only in paths included', async (t) => {
  const there = await place(t, forge([file('a/b/c'), file('d')]));
  const error = await refusal(t, there, { limits: { members: 3 } });
  t.is(error.code, 'ARTIFACT_TOO_LARGE');
  t.is(error.message, `${there.zip} is too large to unpack: it has more than 3 members`);
  t.is(error.hint, 'Nothing was unpacked. No buildpack is that large: ask who made the file.');
  await t.notThrowsAsync(unpackZip(there.zip, there.into, { limits: { members: 4 } }));
});

test('one name again and again counts each time', async (t) => {
  const there = await place(t, forge(Array.from({ length: 5 }, () => file('a'))));
  t.is((await refusal(t, there, { limits: { members: 4 } })).code, 'ARTIFACT_TOO_LARGE');
});

test('a bomb is refused before anything is written', async (t) => {
  const bomb = { content: Buffer.alloc(1 << 20) };
  const there = await place(t, forge([file('a', bomb), file('b', bomb)]));
  const error = await refusal(t, there, { limits: { bytes: 2 ** 21 - 1 } });
  t.is(error.code, 'ARTIFACT_TOO_LARGE');
  t.is(
    error.message,
    `${there.zip} is too large to unpack: it has more than 2097151 bytes when it is decompressed`,
  );
});

test('a bomb that lies of its size is stopped at what it said', async (t) => {
  const there = await place(t, forge([file('a', { content: Buffer.alloc(64 << 20), size: 10 })]));
  const before = process.memoryUsage().arrayBuffers;
  t.regex((await refusal(t, there)).message, /a is longer than the zip says$/);
  t.true(process.memoryUsage().arrayBuffers - before < 32 << 20);
});

test('a name that the file system can not hold is refused, and nothing stays', async (t) => {
  const there = await place(t, forge([file('ok'), file('n'.repeat(300))]));
  const { message, code } = await refusal(t, there);
  t.is(code, 'BUILDPACK_INVALID');
  t.regex(message, /: n{300}: it can't be written: ENAMETOOLONG/);
});

test('a signal ends reading and unpacking with its reason', async (t) => {
  const there = await place(t, forge(ORDINARY));
  const signal = AbortSignal.abort(new BuilderError('INTERRUPTED', 'stop'));
  t.is((await refusal(t, there, { signal })).message, 'stop');
  await t.throwsAsync(membersOf(there.zip, { signal }), { message: 'stop' });
});

// What it counts and measures is of the whole process: no other test may run beside it.
test.serial(
  '60,000 members are listed with few reads in 1.5 seconds of computing, and a signal ends it on the way',
  async (t) => {
    const members = Array.from({ length: 60_000 }, (_, index) => file(`d${index % 99}/f${index}`));
    const there = await place(t, forge(members));
    const seconds = await leastTime(1.5, async () => {
      const before = await reads();
      t.is((await membersOf(there.zip)).length, 60_000);
      t.true((await reads()) - before < 1000);
    });
    t.true(seconds < 1.5, `${seconds} s`);

    const interrupt = new AbortController();
    // It comes when the listing lets others have a turn.
    setTimeout(() => {
      interrupt.abort(new BuilderError('INTERRUPTED', 'stop'));
    }, 1);
    const { signal } = interrupt;
    t.is((await refusal(t, there, { signal })).message, 'stop');
  },
);

/**
 * How often this process has read of files so far: what its other threads read, since the first one
 * reads only what wakes it. See proc_pid_io(5).
 */
async function reads(): Promise<number> {
  const threads = (await readdir('/proc/self/task')).filter((id) => id !== String(process.pid));
  const counts = await Promise.all(
    threads.map(async (id) => {
      const io = await readFile(`/proc/self/task/${id}/io`, 'utf8');
      return Number(/^syscr: (\d+)$/m.exec(io)?.[1]);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

test('a link is never followed when its place is written', async (t) => {
  const there = await place(t, forge([link('a', 'b'), file('b'), link('d/up', '../b')]));
  await unpackZip(there.zip, there.into);
  t.true((await lstat(inHost(there.into, 'a'))).isSymbolicLink());
  t.is(await readFile(inHost(there.into, 'd/up'), 'utf8'), 'content');
});

test('one text is read out of a zip', async (t) => {
  const { zip } = await place(t, forge([file('d/manifest.yml', { content: 'language: é\n' })]));
  t.is(await readZipText(zip, 'd/manifest.yml', { maxBytes: 13 }), 'language: é\n');
  t.is(await readZipText(zip, './d//manifest.yml', { maxBytes: 13 }), 'language: é\n');
  t.is(await readZipText(zip, 'manifest.yml', { maxBytes: 13 }), undefined);
});

test('a text that is none is refused', async (t) => {
  const { zip } = await place(
    t,
    forge([file('f', { content: Buffer.of(0xff) }), link('l', 'f'), file('d/x')]),
  );
  const cases: [path: string, limit: number, reason: string][] = [
    ['f', 10, 'it is not UTF-8'],
    ['f', 0, 'it has 1 bytes, more than 0'],
    ['l', 10, 'it is a link, not a file'],
  ];
  for (const [path, limit, reason] of cases) {
    const error = await t.throwsAsync(readZipText(zip, path, { maxBytes: limit }), {
      instanceOf: BuilderError,
    });
    t.is(error.code, 'BUILDPACK_INVALID');
    t.is(error.message, `cannot read ${path} in ${zip}: ${reason}`);
    t.is(error.hint, 'It has to be a small text in UTF-8.');
  }
});
