import { execFileSync } from 'node:child_process';
import { lstat, mkdir, readFile, readdir, readlink, stat, writeFile } from 'node:fs/promises';
import nodePath from 'node:path';
import { crc32, gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { unpack } from '../../../src/source/index.js';
import { failureOf, temporaryFolder } from '../workspace.js';
import { tarball, type TestMember } from './tarball.js';

const MTIME = new Date('2014-05-19T12:00:00Z');

const MEMBERS: TestMember[] = [
  { path: 'thing-1.0/', type: 'Directory', mode: 0o755 },
  { path: 'thing-1.0/configure', mode: 0o4777, content: '#!/bin/sh\n', mtime: MTIME },
  { path: 'thing-1.0/src/main.c', mode: 0o444, content: 'int main;\n', mtime: MTIME },
  { path: 'thing-1.0/README', type: 'SymbolicLink', linkpath: 'src/main.c' },
  { path: 'thing-1.0/copy.c', type: 'Link', linkpath: 'thing-1.0/src/main.c' },
];

interface Place {
  archive: HostPath;
  into: HostPath;
}

async function place(t: ExecutionContext, content: Buffer | string): Promise<Place> {
  const folder = await temporaryFolder(t);
  const archive = inHost(folder, 'thing-1.0.tar.gz');
  await writeFile(archive, content);
  return { archive, into: inHost(folder, 'deep', 'tree') };
}

function compressed(program: string, content: Buffer): Buffer {
  return execFileSync(program, ['--stdout'], { input: content });
}

const FORMATS: [string, (tar: Buffer) => Buffer][] = [
  ['plain tar', (tar) => tar],
  ['gzip', (tar) => gzipSync(tar)],
  [
    'gzip of two members',
    (tar) => Buffer.concat([tar.subarray(0, 700), tar.subarray(700)].map((part) => gzipSync(part))),
  ],
  ['xz', (tar) => compressed('xz', tar)],
  ['bzip2', (tar) => compressed('bzip2', tar)],
  ['zstd', (tar) => compressed('zstd', tar)],
  ['lzip', lzipped],
];

/** An lzip file (lzip's manual, "File format"): a stream of LZMA between a head and a foot of its own. */
function lzipped(tar: Buffer): Buffer {
  const arguments_ = ['--format=raw', '--lzma1=dict=64KiB,lc=3,lp=0,pb=2', '--stdout'];
  const stream = execFileSync('xz', arguments_, { input: tar });
  const head = Buffer.from([...Buffer.from('LZIP'), 1, 16]);
  const foot = Buffer.alloc(20);
  foot.writeUInt32LE(crc32(tar), 0);
  foot.writeBigUInt64LE(BigInt(tar.length), 4);
  foot.writeBigUInt64LE(BigInt(head.length + stream.length + foot.length), 12);
  return Buffer.concat([head, stream, foot]);
}

for (const [format, compress] of FORMATS) {
  test(`${format} is told by its bytes, whatever the file is called, and loses its top folder`, async (t) => {
    const { archive, into } = await place(t, compress(tarball(MEMBERS)));
    await unpack(archive, into);
    t.deepEqual((await readdir(into)).sort(), ['README', 'configure', 'copy.c', 'src']);
    t.is(await readFile(inHost(into, 'README'), 'utf8'), 'int main;\n');
  });
}

test('rights are reduced to the ordinary, times are kept, links stay links', async (t) => {
  const { archive, into } = await place(t, tarball(MEMBERS));
  await unpack(archive, into);
  const configure = await stat(inHost(into, 'configure'));
  t.is(configure.mode & 0o7777, 0o755);
  t.deepEqual(configure.mtime, MTIME);
  const source = await stat(inHost(into, 'src', 'main.c'));
  t.is(source.mode & 0o7777, 0o644);
  t.is(source.ino, (await stat(inHost(into, 'copy.c'))).ino);
  t.is(await readlink(inHost(into, 'README')), 'src/main.c');
});

test('what macOS leaves beside the one folder is left out, and kept where it is in it', async (t) => {
  const members: TestMember[] = [
    { path: './._thing-1.0', content: 'attributes' },
    { path: '.DS_Store', content: 'Finder' },
    ...MEMBERS,
    { path: 'thing-1.0/.DS_Store' },
    { path: 'thing-1.0/._README' },
  ];
  const { archive, into } = await place(t, tarball(members));
  t.deepEqual(await unpack(archive, into), []);
  const names = ['.DS_Store', '._README', 'README', 'configure', 'copy.c', 'src'];
  t.deepEqual((await readdir(into)).sort(), names);
});

test('without one folder, or where one has such a name, nothing is left out', async (t) => {
  const flat = await place(t, tarball([{ path: '.DS_Store' }, { path: 'a' }, { path: 'b/c' }]));
  await unpack(flat.archive, flat.into);
  t.deepEqual((await readdir(flat.into)).sort(), ['.DS_Store', 'a', 'b']);
  const folder = await place(t, tarball([{ path: '._a/x' }, { path: 'a/x' }]));
  await unpack(folder.archive, folder.into);
  t.deepEqual((await readdir(folder.into)).sort(), ['._a', 'a']);
  const alone = await place(t, tarball([{ path: '._a' }, { path: '.DS_Store' }]));
  await unpack(alone.archive, alone.into);
  t.deepEqual((await readdir(alone.into)).sort(), ['.DS_Store', '._a']);
});

test('a file that is there twice, the second time as a link to itself, stays what it is', async (t) => {
  const folder = await temporaryFolder(t);
  const archive = inHost(folder, 'twice.tar');
  await mkdir(inHost(folder, 'thing'));
  await writeFile(inHost(folder, 'thing', 'x'), 'x\n');
  execFileSync('tar', ['-cf', archive, '--', 'thing/x', 'thing/x', 'thing/x'], { cwd: folder });
  const into = inHost(folder, 'tree');
  await unpack(archive, into);
  t.is(await readFile(inHost(into, 'x'), 'utf8'), 'x\n');
});

test('members that are excluded may be anything, and are told by their names in the archive', async (t) => {
  const hostile: TestMember[] = [
    ...MEMBERS,
    { path: 'thing-1.0/tests/abs', type: 'SymbolicLink', linkpath: '/etc/passwd' },
    { path: 'thing-1.0/tests/out/', type: 'Directory' },
    { path: 'thing-1.0/tests/out/deep', type: 'SymbolicLink', linkpath: '../../../../out' },
    { path: 'thing-1.0/tests/kept', content: 'kept' },
    { path: 'thing-1.0/pipe', type: 'FIFO' },
  ];
  const { archive, into } = await place(t, tarball(hostile));
  const exclude = ['*/tests/{abs,out}', 'thing-1.0/pipe'];
  t.deepEqual(await unpack(archive, into, { exclude }), [
    'thing-1.0/tests/abs',
    'thing-1.0/tests/out/',
    'thing-1.0/tests/out/deep',
    'thing-1.0/pipe',
  ]);
  t.deepEqual((await readdir(into)).sort(), ['README', 'configure', 'copy.c', 'src', 'tests']);
  t.deepEqual(await readdir(inHost(into, 'tests')), ['kept']);
  const { message, hint } = await failureOf(t, unpack(archive, hostPath(into, '../other')));
  t.regex(message, /thing-1.0\/tests\/abs: it is a link to the absolute path/);
  t.regex(hint ?? '', /'exclude' beside the recipe's source/);
});

test('several tops are kept as they are', async (t) => {
  const { archive, into } = await place(t, tarball([{ path: 'a/x' }, { path: 'b' }]));
  await unpack(archive, into);
  t.deepEqual((await readdir(into)).sort(), ['a', 'b']);
});

test('a file of many blocks comes out whole', async (t) => {
  const content = 'x'.repeat(3_000_001);
  const { archive, into } = await place(t, gzipSync(tarball([{ path: 'a/big', content }])));
  await unpack(archive, into);
  t.is((await stat(inHost(into, 'big'))).size, 3_000_001);
});

test('thousands of small files come out as tar unpacks them, the last of one name counting', async (t) => {
  const members = Array.from({ length: 3000 }, (_, index): TestMember => {
    const path = `a/d${index % 7}/f${index % 2900}`;
    if (index === 2000) return { path: 'a/link', type: 'Link', linkpath: 'a/d0/f0' };
    const mode = index % 3 === 0 ? 0o755 : 0o644;
    return { path, content: `${index} `.repeat(index % 50), mode, mtime: MTIME };
  });
  const { archive, into } = await place(t, gzipSync(tarball(members)));
  await unpack(archive, into);
  const theirs = hostPath(into, '../theirs');
  await mkdir(theirs);
  execFileSync('tar', ['-C', theirs, '--strip-components=1', '-xf', archive]);
  execFileSync('diff', ['--recursive', theirs, into]);
  const listed = (folder: HostPath) =>
    execFileSync('find', [folder, '-type', 'f', '-printf', '%P %m %n %T@\\n'], {
      encoding: 'utf8',
    });
  t.deepEqual(listed(into).split('\n').sort(), listed(theirs).split('\n').sort());
});

test('a folder in the only folder may have its name', async (t) => {
  const { archive, into } = await place(t, tarball([{ path: 'a/a/x' }, { path: 'a/y' }]));
  await unpack(archive, into);
  t.deepEqual((await readdir(into, { recursive: true })).sort(), ['a', 'a/x', 'y']);
  t.deepEqual(await readdir(hostPath(into, '..')), ['tree']);
});

const TOO_LARGE: [string, TestMember[], { members?: number; bytes?: number }, string][] = [
  ['members', [{ path: 'a/x' }, { path: 'a/y' }], { members: 2 }, '2 members'],
  [
    'bytes',
    [{ path: 'a/x', content: 'x'.repeat(5000) }],
    { bytes: 4000 },
    '4000 bytes when it is decompressed',
  ],
];

for (const [what, members, limits, more] of TOO_LARGE) {
  test(`a source of too many ${what} is refused, and leaves nothing`, async (t) => {
    const { archive, into } = await place(t, gzipSync(tarball(members)));
    const error = await failureOf(t, unpack(archive, into, { limits }));
    t.is(error.code, 'UNSAFE_ARCHIVE');
    t.is(error.message, `thing-1.0.tar.gz is too large to unpack: it has more than ${more}`);
    t.is(
      error.hint,
      'Nothing was unpacked. No source is that large: check its URL and its checksum.',
    );
    await t.throwsAsync(lstat(into), { code: 'ENOENT' });
  });
}

const HOSTILE: [string, TestMember[], string][] = [
  [
    'a path with ..',
    [{ path: 'a/x' }, { path: 'a/../../evil' }],
    'a/../../evil: its path has .. in it',
  ],
  ['an absolute path', [{ path: '/evil' }], '/evil: its path is absolute'],
  [
    'a file behind a link',
    [{ path: 'a/dir', type: 'SymbolicLink', linkpath: 'b' }, { path: 'a/dir/evil' }],
    'a/dir/evil: it would be written through the link a/dir',
  ],
  [
    'a link out of the tree',
    [{ path: 'a/x' }, { path: 'a/evil', type: 'SymbolicLink', linkpath: '../../..' }],
    'a/evil: it is a link out of the tree, to ../../..',
  ],
  [
    'a hard link to a file of the machine',
    [{ path: 'evil', type: 'Link', linkpath: '/etc/passwd' }],
    'evil: it is a hard link out of the tree, to /etc/passwd',
  ],
  [
    'a fifo',
    [{ path: 'evil', type: 'FIFO' }],
    'evil: it is neither a file nor a folder nor a link',
  ],
];

for (const [title, members, fault] of HOSTILE) {
  test(`${title} is refused before anything is written`, async (t) => {
    const { archive, into } = await place(t, gzipSync(tarball(members)));
    const error = await failureOf(t, unpack(archive, into));
    t.is(error.code, 'UNSAFE_ARCHIVE');
    t.is(error.message, `thing-1.0.tar.gz is not safe to unpack: ${fault}`);
    await t.throwsAsync(lstat(into), { code: 'ENOENT' });
  });
}

const NOT_ARCHIVES: [string, Buffer | string, string][] = [
  ['an empty file', '', 'an empty file'],
  ['an HTML page', '\n<!DOCTYPE html><html>', 'an HTML page'],
  ['a zip', 'PK\x03\x04rest', 'a zip file'],
  ['a text', 'Not found.\n', 'a text'],
  [
    'a pointer',
    'version https://git-lfs.github.com/spec/v1\n',
    'a pointer of Git LFS, not the file itself',
  ],
  ['noise', Buffer.from([1, 2, 3, 200]), 'something else'],
];

for (const [title, content, looks] of NOT_ARCHIVES) {
  test(`${title} is not an archive, and is called what it looks like`, async (t) => {
    const { archive, into } = await place(t, content);
    const error = await failureOf(t, unpack(archive, into, { fileName: 'source.tgz' }));
    t.is(error.code, 'NOT_AN_ARCHIVE');
    t.is(error.exitCode, 3);
    t.is(error.message, `source.tgz is not an archive: it looks like ${looks}`);
    t.true(error.hint?.startsWith('A source has to be a tar file'));
  });
}

const whole = tarball([{ path: 'a/x', content: 'x'.repeat(5000) }, { path: 'a/y' }]);

const DAMAGED: [string, Buffer, RegExp][] = [
  ['a truncated tar', whole.subarray(0, 3000), /is damaged: it ends too early$/],
  [
    'a tar that ends between two members',
    whole.subarray(0, 512 * 11),
    /is damaged: it ends too early/,
  ],
  ['a truncated gzip', gzipSync(whole).subarray(0, 60), /is damaged: unexpected end of file/],
  [
    'a truncated xz',
    compressed('xz', whole).subarray(0, 80),
    /is damaged: .*Unexpected end of input/,
  ],
  [
    'a truncated bzip2',
    compressed('bzip2', whole).subarray(0, 80),
    /is damaged: bzip2: Compressed file ends unexpectedly/,
  ],
  ['a gzip of something else', gzipSync('hello '.repeat(500)), /is damaged: /],
  [
    'a tar with an overwritten header',
    Buffer.concat([whole.subarray(0, 512 * 11), Buffer.alloc(512, 'x'), Buffer.alloc(1024)]),
    /is damaged: its header at byte 5632 has the wrong checksum$/,
  ],
];

for (const [title, content, message] of DAMAGED) {
  test(`${title} is damaged, and nothing is written`, async (t) => {
    const { archive, into } = await place(t, content);
    const error = await failureOf(t, unpack(archive, into));
    t.is(error.code, 'NOT_AN_ARCHIVE');
    t.regex(error.message, message);
    await t.throwsAsync(lstat(into), { code: 'ENOENT' });
  });
}

test('a failure in the middle leaves no tree', async (t) => {
  const long = `a/${'n'.repeat(300)}`;
  const { archive, into } = await place(
    t,
    tarball([
      { path: 'a/x' },
      { path: '././@LongLink', type: 'NextFileHasLongPath', content: long },
      { path: long.slice(0, 99) },
    ]),
  );
  const error = await failureOf(t, unpack(archive, into));
  t.is(error.code, 'UNSAFE_ARCHIVE');
  t.true(
    error.message.startsWith(
      `thing-1.0.tar.gz is not safe to unpack: ${long}: it can't be written: ENAMETOOLONG`,
    ),
  );
  await t.throwsAsync(lstat(into), { code: 'ENOENT' });
});

test('a folder that cannot be made is named', async (t) => {
  const { archive, into } = await place(t, tarball(MEMBERS));
  const parent = nodePath.dirname(into);
  await writeFile(parent, 'a file where a folder is needed');
  const error = await failureOf(t, unpack(archive, into));
  t.is(error.code, 'NOT_WRITABLE');
  t.is(error.message, `cannot write ${into}: a part of the path is a file, not a folder`);
});

test('an abort ends unpacking with its reason and leaves no tree', async (t) => {
  const { archive, into } = await place(t, gzipSync(tarball(MEMBERS)));
  const reason = new Error('interrupted by the test');
  const signal = AbortSignal.abort(reason);
  await t.throwsAsync(unpack(archive, into, { signal }), { is: reason });
  await t.throwsAsync(lstat(into), { code: 'ENOENT' });
});
