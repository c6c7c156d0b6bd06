import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { mkdir, open, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { openPromise, type Entry } from 'yauzl';
import type { ZipMember } from '../../../src/archive/zip/member.js';
import { readZip, unpackZip } from '../../../src/archive/zip/read.js';
import { writeZip } from '../../../src/archive/zip/write.js';
import { BuilderError } from '../../../src/error.js';
import { inHost, type HostPath } from '../../../src/path.js';
import { digestOf, run, temporaryFolder } from '../../pack/folder.js';
import { afterMounting, start } from '../../store/process/start.js';

/** Bytes that look random and are the same everywhere. */
function noise(length: number): Buffer {
  const parts: Buffer[] = [];
  for (let index = 0; parts.length * 64 < length; index += 1) {
    parts.push(createHash('sha512').update(`seed ${index}`).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}

function file(path: string, content: string | Uint8Array, mode = 0o644): ZipMember {
  return { path, kind: 'file', mode, content: { bytes: Buffer.from(content) } };
}

const MEMBERS: ZipMember[] = [
  file('manifest.yml', 'language: example\n'.repeat(30)),
  file('bin/compile', '#!/bin/sh\n'.repeat(30), 0o755),
  { path: 'bin', kind: 'folder' },
  { path: 'bin-link', kind: 'link', target: 'bin/compile' },
  { path: 'empty', kind: 'folder' },
  file('a name with é', ''),
  file('dependencies/x.tgz', gzipSync('text '.repeat(500))),
  file('noise', noise(3000)),
];

async function entriesOf(zip: HostPath): Promise<Entry[]> {
  const entries: Entry[] = [];
  const opened = await openPromise(zip);
  for await (const entry of opened.eachEntry()) entries.push(entry);
  return entries;
}

async function failure(writing: Promise<unknown>): Promise<BuilderError> {
  const error: unknown = await writing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof BuilderError) return error;
  throw new Error('it went well, or failed otherwise', { cause: error });
}

test('members are sorted, of one time and made by Unix, a folder right before what is in it', async (t) => {
  const zip = inHost(await temporaryFolder(t), 'a.zip');
  await writeZip(zip, MEMBERS);
  const entries = await entriesOf(zip);
  t.deepEqual(
    entries.map((entry) => [
      entry.fileName,
      (entry.externalFileAttributes >>> 16).toString(8),
      entry.compressionMethod,
    ]),
    [
      ['a name with é', '100644', 0],
      ['bin/', '40755', 0],
      ['bin/compile', '100755', 8],
      ['bin-link', '120777', 0],
      ['dependencies/x.tgz', '100644', 0],
      ['empty/', '40755', 0],
      ['manifest.yml', '100644', 8],
      ['noise', '100644', 0],
    ],
  );
  for (const entry of entries) {
    t.is(entry.versionMadeBy >> 8, 3);
    t.is(entry.extraFieldLength, 0);
    t.is(entry.generalPurposeBitFlag, entry.fileName === 'a name with é' ? 0x800 : 0);
    const time = entry.getLastModDate({ timezone: 'UTC' });
    t.is(time.toISOString(), '1980-01-01T00:00:00.000Z');
  }
});

test('what is written is read and unpacked as it was', async (t) => {
  const folder = await temporaryFolder(t);
  const zip = inHost(folder, 'a.zip');
  await writeZip(zip, MEMBERS);
  const paths: string[] = [];
  for await (const { path } of readZip(zip)) paths.push(path);
  t.is(paths.length, MEMBERS.length);
  await unpackZip(zip, inHost(folder, 'out'));
  for (const member of MEMBERS) {
    if (member.kind !== 'file' || !('bytes' in member.content)) continue;
    const content = await readFile(inHost(folder, 'out', member.path));
    t.true(content.equals(member.content.bytes), member.path);
  }
});

test('the size and the digests are those of the file', async (t) => {
  const zip = inHost(await temporaryFolder(t), 'made', 'a.zip');
  const written = await writeZip(zip, MEMBERS);
  const bytes = await readFile(zip);
  t.deepEqual(written, {
    size: bytes.length,
    sha256: digestOf('sha256', bytes),
    md5: digestOf('md5', bytes),
  });
});

test('the bytes of a zip are these, on every machine', async (t) => {
  const folder = await temporaryFolder(t);
  const members = MEMBERS.filter(({ path }) => !path.endsWith('.tgz'));
  const { sha256 } = await writeZip(inHost(folder, 'a.zip'), members);
  t.is(sha256, 'd7ffd11868346e0fbb79da926be48b0095477384349e420abc8b98cef9e48f2b');
});

test('the same members give the same bytes in any order, time zone and umask, from memory and files', async (t) => {
  const folder = await temporaryFolder(t);
  const contents = { one: 'text '.repeat(1000), two: noise(700_000), three: 'x' };
  const files: string[] = [];
  for (const [name, content] of Object.entries(contents)) {
    files.push(inHost(folder, name));
    await writeFile(inHost(folder, name), content);
  }
  const members = Object.entries(contents).map(([name, content]) => file(name, content));
  const { sha256 } = await writeZip(inHost(folder, 'a.zip'), members);
  for (const [zone, umask, args] of [
    ['Pacific/Kiritimati', '000', files],
    ['America/Los_Angeles', '077', files.toReversed()],
  ] as const) {
    const wrapper = ['env', `TZ=${zone}`, 'sh', '-c', `umask ${umask}; exec "$@"`, 'sh'];
    const writer = start(
      '../../archive/zip/process/write.ts',
      [inHost(folder, 'other', 'b.zip'), ...args],
      wrapper,
    );
    const { went } = JSON.parse((await writer.line()) ?? '') as { went: { sha256: string } };
    t.is(went.sha256, sha256);
  }
});

test('other programs read it: unzip and Python', async (t) => {
  const folder = await temporaryFolder(t);
  const zip = inHost(folder, 'a.zip');
  await writeZip(zip, MEMBERS);
  const reads = [
    ['unzip', '-tqq', zip],
    ['python3', '-m', 'zipfile', '-t', zip],
  ];
  for (const [program = '', ...args] of reads) {
    const ran = await run(program, args).catch((error: unknown) => error);
    if (ran instanceof Error && 'code' in ran && ran.code === 'ENOENT') t.log(`no ${program} here`);
    else t.false(ran instanceof Error, String(ran));
  }
});

test('a large file that shrinks is deflated, and comes back', async (t) => {
  const folder = await temporaryFolder(t);
  const large = noise(2_000_000).toString('hex');
  const zip = inHost(folder, 'a.zip');
  const { size } = await writeZip(zip, [file('large', large)]);
  t.true(size < large.length * 0.6, String(size));
  await unpackZip(zip, inHost(folder, 'out'));
  t.is(await readFile(inHost(folder, 'out', 'large'), 'latin1'), large);
  t.deepEqual((await readdir(folder)).sort(), ['a.zip', 'out']);
});

test('archives are stored as they are, whatever their names', async (t) => {
  const zip = inHost(await temporaryFolder(t), 'a.zip');
  const heads = {
    gzip: [0x1f, 0x8b],
    xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
    bzip2: [0x42, 0x5a, 0x68],
    zstd: [0x28, 0xb5, 0x2f, 0xfd],
    zip: [0x50, 0x4b, 3, 4],
    text: [0x61],
  };
  await writeZip(
    zip,
    Object.entries(heads).map(([name, head]) =>
      file(name, Buffer.concat([Buffer.from(head), Buffer.alloc(1000)])),
    ),
  );
  t.deepEqual(
    (await entriesOf(zip))
      .filter((entry) => entry.compressionMethod !== 0)
      .map((entry) => entry.fileName),
    ['text'],
  );
});

test('more members than the format once had numbers for are written and read', async (t) => {
  const zip = inHost(await temporaryFolder(t), 'a.zip');
  const members = Array.from({ length: 65_600 }, (_, index): ZipMember => {
    return { path: `${index % 100}/${index}`, kind: 'folder' };
  });
  await writeZip(zip, members);
  let count = 0;
  for await (const { kind } of readZip(zip)) if (kind === 'folder') count += 1;
  t.is(count, 65_600);
});

test('memory does not grow with the files', async (t) => {
  const folder = await temporaryFolder(t);
  // Holes take no place on the disk.
  for (const [name, head] of [
    ['packed', '\x1f\x8b'],
    ['plain', 'text'],
  ] as const) {
    const handle = await open(inHost(folder, name), 'w');
    await handle.write(Buffer.from(head, 'latin1'));
    await handle.truncate(name === 'packed' ? 400 << 20 : 100 << 20);
    await handle.close();
  }
  const files = [inHost(folder, 'packed'), inHost(folder, 'plain')];
  const writer = start('../../archive/zip/process/write.ts', [inHost(folder, 'a.zip'), ...files]);
  const { before, after } = JSON.parse((await writer.line()) ?? '') as Record<string, number>;
  t.log(`${before} MB before, at most ${after} MB`);
  t.true((after ?? Infinity) < 300);
});

const FAULTS: [title: string, members: ZipMember[], member: string, reason: string][] = [
  ['leads up', [file('../a', '')], '../a', 'its path has .. in it'],
  ['is absolute', [file('/a', '')], '/a', 'its path is absolute'],
  ['has a backslash', [file('a\\b', '')], 'a\\b', 'its path has a backslash in it'],
  ['has a NUL', [file('a\0b', '')], 'a\\u{0}b', 'its path has a NUL byte in it'],
  ['is empty', [file('', '')], '', 'its path is not in its shortest form'],
  ['has a dot', [file('./a', '')], './a', 'its path is not in its shortest form'],
  [
    'ends with a slash',
    [{ path: 'a/', kind: 'folder' }],
    'a/',
    'its path is not in its shortest form',
  ],
  ['is half a letter', [file('a\ud800', '')], 'a\\u{d800}', 'its path is not UTF-8'],
  ['was not UTF-8', [file('a\ufffd', '')], 'a\ufffd', 'its path is not UTF-8'],
  [
    'is too long',
    [file('a/'.repeat(600) + 'a', '')],
    `${'a/'.repeat(150)}…`,
    'its path has more than 1024 bytes',
  ],
  ['comes twice', [file('a', '1'), file('a', '1')], 'a', 'it comes twice'],
  [
    'is a file and a folder',
    [file('a', ''), file('a/b', '')],
    'a/b',
    'it would be written below the file a',
  ],
  [
    'is a link and a folder',
    [{ path: 'a', kind: 'link', target: 'c' }, file('a/b', '')],
    'a/b',
    'it would be written through the link a',
  ],
  [
    'links out',
    [{ path: 'd/a', kind: 'link', target: '../../c' }],
    'd/a',
    'it is a link out of the tree, to ../../c',
  ],
  [
    'links to an absolute path',
    [{ path: 'a', kind: 'link', target: '/etc' }],
    'a',
    'it is a link to the absolute path /etc',
  ],
  ['links to nothing', [{ path: 'a', kind: 'link', target: '' }], 'a', 'it is a link to nothing'],
  [
    'links to what is not UTF-8',
    [{ path: 'a', kind: 'link', target: '\ufffd' }],
    'a',
    'it is a link to a path that is not UTF-8',
  ],
];

for (const [title, members, member, reason] of FAULTS) {
  test(`no zip is written with a member that ${title}`, async (t) => {
    const folder = await temporaryFolder(t);
    const zip = inHost(folder, 'a.zip');
    await writeFile(zip, 'earlier');
    const error = await failure(writeZip(zip, members));
    t.is(error.code, 'BUILDPACK_INVALID');
    t.is(error.message, `cannot put ${member} into ${zip}: ${reason}`);
    t.is(error.hint, 'No zip was written. Rename, remove or exclude it, and start again.');
    t.is(await readFile(zip, 'utf8'), 'earlier');
    t.deepEqual(await readdir(folder), ['a.zip']);
  });
}

test('a file that is not there, or none, ends the writing and leaves nothing', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(inHost(folder, 'd'));
  await run('mkfifo', [inHost(folder, 'pipe')]);
  await symlink('nowhere', inHost(folder, 'dangling'));
  const reasons = {
    absent: /^.*absent can't be read: ENOENT/,
    dangling: /^.*dangling can't be read: ENOENT/,
    d: /^.*d is not a file$/,
    pipe: /^.*pipe is not a file$/,
  };
  const zip = inHost(folder, 'z', 'a.zip');
  for (const [name, reason] of Object.entries(reasons)) {
    const member: ZipMember = {
      path: 'member',
      kind: 'file',
      mode: 0o644,
      content: { file: inHost(folder, name) },
    };
    const error = await failure(writeZip(zip, [file('before', 'text'), member]));
    t.is(error.code, 'BUILDPACK_INVALID');
    const start = `cannot put member into ${zip}: `;
    t.true(error.message.startsWith(start), error.message);
    t.regex(error.message.slice(start.length), reason);
    t.deepEqual(await readdir(inHost(folder, 'z')), []);
  }
});

test('a file that changes while it is read ends the writing', async (t) => {
  const folder = await temporaryFolder(t);
  const changing = inHost(folder, 'changing');
  // Stored, so it is read twice: in five pieces, each of which asks the signal.
  await writeFile(changing, Buffer.concat([Buffer.of(0x1f, 0x8b), noise(1 << 20)]));
  const zip = inHost(folder, 'a.zip');
  let asked = 0;
  const { signal } = new AbortController();
  signal.throwIfAborted = () => {
    asked += 1;
    if (asked === 7) appendFileSync(changing, 'more');
  };
  const member: ZipMember = {
    path: 'changing',
    kind: 'file',
    mode: 0o644,
    content: { file: changing },
  };
  const error = await failure(writeZip(zip, [member], { signal }));
  t.is(error.message, `cannot put changing into ${zip}: it changed while it was read`);
  t.deepEqual(await readdir(folder), ['changing']);
});

test('a signal ends the writing with its reason, and an earlier zip stays', async (t) => {
  const folder = await temporaryFolder(t);
  const zip = inHost(folder, 'a.zip');
  await writeFile(zip, 'earlier');
  const signal = AbortSignal.abort(new BuilderError('INTERRUPTED', 'stop'));
  t.is((await failure(writeZip(zip, MEMBERS, { signal }))).message, 'stop');
  await writeFile(inHost(folder, 'f'), 'content');
  const content = { file: inHost(folder, 'f') };
  const member: ZipMember = { path: 'f', kind: 'file', mode: 0o644, content };
  t.is((await failure(writeZip(zip, [member], { signal }))).message, 'stop');
  t.is(await readFile(zip, 'utf8'), 'earlier');
  t.deepEqual((await readdir(folder)).sort(), ['a.zip', 'f']);
});

for (const [kind, bytes] of Object.entries({
  stored: Buffer.concat([Buffer.of(0x1f, 0x8b), noise(3 << 20)]),
  deflated: Buffer.from(noise(3 << 20).toString('hex')),
})) {
  test(`a full disk is DISK_FULL while a ${kind} file is written, and nothing stays`, async (t) => {
    const folder = await temporaryFolder(t);
    const small = inHost(folder, 'small');
    await mkdir(small);
    await writeFile(inHost(folder, 'large'), bytes);
    const zip = inHost(small, 'a.zip');
    const writer = start(
      '../../archive/zip/process/write.ts',
      [zip, inHost(folder, 'large')],
      afterMounting('mount -t tmpfs -o size=512k tmpfs "$1"', small),
    );
    t.like(JSON.parse((await writer.line()) ?? ''), {
      went: ['DISK_FULL', `cannot write ${zip}: no space left on its disk`],
      names: [],
    });
  });
}

test('a folder that can not be made is NOT_WRITABLE', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(inHost(folder, 'f'), '');
  const error = await failure(writeZip(inHost(folder, 'f', 'a.zip'), MEMBERS));
  t.is(error.code, 'NOT_WRITABLE');
});
