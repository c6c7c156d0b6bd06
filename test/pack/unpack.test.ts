import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import {
  chmod,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { BuilderError } from '../../src/error.js';
import { packTree, unpackArtifact, type UnpackArtifactOptions } from '../../src/pack/index.js';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { END, forge, pax, tgz, type Forged } from './hostile.js';
import { run, temporaryFolder } from './folder.js';
import { cpuTime } from '../cpu-time.js';
import { compiled } from '../compiled.js';

const DAMAGED_HINT =
  'It is not as it was packed: copy or download it once more, or build it again with --force.';
const UNSAFE_HINT =
  'Nothing was unpacked, and a platform refuses it too. If you built it, change its recipe; if not, ask who did.';

interface Place {
  folder: HostPath;
  artifact: HostPath;
  into: HostPath;
}

/** An artifact of these bytes, in a folder with something to be overwritten. */
async function place(t: ExecutionContext, bytes: Uint8Array | string): Promise<Place> {
  const folder = await temporaryFolder(t);
  const artifact = inHost(folder, 'a.tgz');
  await writeFile(artifact, bytes);
  await writeFile(inHost(folder, 'secret'), 'secret');
  return { folder, artifact, into: inHost(folder, 'out') };
}

/** Unpacks what has to be refused, and checks that nothing is left of it. */
async function refusal(
  t: ExecutionContext,
  { folder, artifact, into }: Place,
  options: UnpackArtifactOptions = {},
): Promise<BuilderError> {
  const error = await t.throwsAsync(unpackArtifact(artifact, into, options), {
    instanceOf: BuilderError,
  });
  t.deepEqual((await readdir(folder)).sort(), ['a.tgz', 'secret']);
  t.is(await readFile(inHost(folder, 'secret'), 'utf8'), 'secret');
  return error;
}

test('a packed tree comes back with its modes, times and links', async (t) => {
  const folder = await temporaryFolder(t);
  const tree = inHost(folder, 'tree');
  await mkdir(inHost(tree, 'bin'), { recursive: true });
  await writeFile(inHost(tree, 'bin/tool'), 'tool');
  await chmod(inHost(tree, 'bin/tool'), 0o755);
  await link(inHost(tree, 'bin/tool'), inHost(tree, 'bin/tool2'));
  await symlink('../nowhere', inHost(tree, 'bin/dangling'));
  await writeFile(inHost(tree, `bin/${'long'.repeat(50)}-é\n`), 'x');
  await packTree(tree, inHost(folder, 'a.tgz'), { epoch: 1_000_000_000 });

  const out = inHost(folder, 'made', 'out');
  await unpackArtifact(inHost(folder, 'a.tgz'), out);
  t.deepEqual((await readdir(inHost(out, 'bin'))).sort(), [
    'dangling',
    `${'long'.repeat(50)}-é\n`,
    'tool',
    'tool2',
  ]);
  const tool = await stat(inHost(out, 'bin/tool'));
  t.is(tool.mode & 0o7777, 0o755);
  t.is(tool.mtimeMs, 1_000_000_000_000);
  t.is(tool.ino, (await stat(inHost(out, 'bin/tool2'))).ino);
  t.is(await readlink(inHost(out, 'bin/dangling')), '../nowhere');
  t.is((await lstat(inHost(out, 'bin'))).mode & 0o7777, 0o755);
});

test('what GNU tar packs is unpacked as GNU tar does it', async (t) => {
  const { folder, into } = await place(t, '');
  const tree = inHost(folder, 'tree');
  const deep = `${'folder/'.repeat(30)}${'name'.repeat(30)}`;
  await mkdir(inHost(tree, deep), { recursive: true });
  await writeFile(inHost(tree, deep, 'ä\nb'), 'x'.repeat(2000));
  await symlink(`${'folder/'.repeat(30)}${'name'.repeat(30)}`, inHost(tree, 'link'));
  for (const format of ['gnu', 'pax']) {
    const artifact = inHost(folder, `${format}.tgz`);
    await run('tar', [`--format=${format}`, '-C', tree, '-czf', artifact, '.']);
    await unpackArtifact(artifact, inHost(into, format));
    await run('diff', ['--no-dereference', '-r', tree, inHost(into, format)]);
  }
  t.pass();
});

const whole = tgz({ name: 'bin/tool', content: 'x'.repeat(5000) }, { name: 'lib' });
const tar = Buffer.concat([forge({ name: 'a', content: 'x'.repeat(5000) }), forge({ name: 'b' })]);

const DAMAGED: [string, Buffer | string, string][] = [
  ['an empty file', '', 'it is no gzip, it looks like an empty file'],
  ['a text', 'this is no archive', 'it is no gzip, it looks like a text'],
  [
    'a plain tar',
    Buffer.concat([tar, END]),
    'it is no gzip, it looks like a tar that is not compressed',
  ],
  ['a gzip cut in its header', whole.subarray(0, 5), 'it ends too early'],
  ['a gzip cut in its data', whole.subarray(0, 60), 'it ends too early'],
  ['a gzip cut in its checksum', whole.subarray(0, -3), 'it ends too early'],
  [
    'a gzip with another checksum',
    Buffer.concat([whole.subarray(0, -8), Buffer.alloc(8, 1)]),
    "it can't be decompressed: incorrect data check",
  ],
  [
    'a gzip followed by a text',
    Buffer.concat([whole, Buffer.from('more')]),
    'it goes on after its end',
  ],
  ['a gzip followed by zeros', Buffer.concat([whole, Buffer.alloc(9)]), 'it goes on after its end'],
  ['a gzip of nothing', gzipSync(''), 'it ends too early'],
  [
    'a gzip of a text',
    gzipSync('hello '.repeat(500)),
    'its header at byte 0 has the wrong checksum',
  ],
  ['a tar cut in a content', gzipSync(tar.subarray(0, 3000)), 'it ends too early'],
  ['a tar cut between two members', gzipSync(tar), 'it ends too early'],
  [
    'a header with the wrong checksum',
    tgz({ name: 'a' }, { name: 'b', checksumError: 1 }),
    'its header at byte 512 has the wrong checksum',
  ],
  [
    'a member behind the end',
    gzipSync(Buffer.concat([END.subarray(512), forge({ name: '../secret' }), END])),
    'it goes on after its end',
  ],
  [
    'a pax header of nonsense',
    tgz(forge({ name: 'p', type: 'x', content: '99 path=x\n' }), { name: 'a' }),
    'a pax header in it is broken',
  ],
  [
    'a pax header with a size of nonsense',
    tgz(pax({ size: '-1' }), { name: 'a' }),
    'a pax header in it has a size that is no number',
  ],
  [
    "a map of nonsense of GNU's old sparse file",
    tgz({ name: 'sparse', type: 'S' }),
    'the map of a sparse file in it is broken',
  ],
  [
    'a sparse file of pax without a size',
    tgz(pax({ 'GNU.sparse.major': '1' }), { name: 's' }),
    'the map of a sparse file in it is broken',
  ],
  [
    'a sparse file that has more than the tar has of it',
    tgz(pax({ 'GNU.sparse.map': '0,600', 'GNU.sparse.size': '600' }), { name: 's', content: 'x' }),
    'the map of a sparse file in it is broken',
  ],
  [
    'a sparse file with parts that overlap',
    tgz(pax({ 'GNU.sparse.map': '5,5,0,5', 'GNU.sparse.size': '600' }), {
      name: 's',
      content: 'x'.repeat(10),
    }),
    'the map of a sparse file in it is broken',
  ],
  [
    'a huge pax header',
    gzipSync(forge({ name: 'p', type: 'x', size: 4 * 1024 ** 3 })),
    'a header in it takes 4294967296 bytes, more than 1048576',
  ],
  [
    'a huge long name',
    gzipSync(forge({ name: 'p', type: 'L', size: 2 * 1024 ** 2 })),
    'a header in it takes 2097152 bytes, more than 1048576',
  ],
];

for (const [title, bytes, reason] of DAMAGED) {
  test(`${title} is damaged, and leaves nothing`, async (t) => {
    const here = await place(t, bytes);
    const error = await refusal(t, here);
    t.is(error.code, 'ARTIFACT_DAMAGED');
    t.is(error.message, `${here.artifact} is damaged: ${reason}`);
    t.is(error.hint, DAMAGED_HINT);
  });
}

const long = 'n'.repeat(1025);

const UNSAFE: [string, (Forged | Buffer)[], string][] = [
  ['a member above the folder', [{ name: '../secret' }], '../secret: its path has .. in it'],
  ['a member that goes up and down', [{ name: 'a/../b' }], 'a/../b: its path has .. in it'],
  [
    'a pax name above the folder',
    [pax({ path: '../secret' }), { name: 'a' }],
    '../secret: its path has .. in it',
  ],
  [
    'a pax name for all, above the folder',
    [pax({ path: '../secret' }, 'g'), { name: 'a' }],
    '../secret: its path has .. in it',
  ],
  [
    'a GNU name above the folder',
    [forge({ name: 'L', type: 'L', content: '../secret\0' }), { name: 'a' }],
    '../secret: its path has .. in it',
  ],
  ['an absolute member', [{ name: '/tmp/evil' }], '/tmp/evil: its path is absolute'],
  [
    'an absolute link',
    [{ name: 'l', type: '2', link: '/etc/passwd' }],
    'l: it is a link to the absolute path /etc/passwd',
  ],
  [
    'a link out of the tree',
    [{ name: 'a/l', type: '2', link: '../..' }],
    'a/l: it is a link out of the tree, to ../..',
  ],
  [
    'a link out of the tree through another',
    [
      { name: 'a/b/up', type: '2', link: '..' },
      { name: 'l', type: '2', link: 'a/b/up/../..' },
    ],
    'l: it is a link to a/b/up/../.., which goes back from behind another link',
  ],
  ['a link to nothing', [{ name: 'l', type: '2' }], 'l: it is a link to nothing'],
  [
    'a hard link out of the tree',
    [{ name: 'l', type: '1', link: '../secret' }],
    'l: it is a hard link out of the tree, to ../secret',
  ],
  [
    'an absolute hard link',
    [{ name: 'l', type: '1', link: '/etc/passwd' }],
    'l: it is a hard link out of the tree, to /etc/passwd',
  ],
  [
    'a hard link to what is not there',
    [{ name: 'l', type: '1', link: 'x' }],
    'l: it is a hard link to x, which is not in the archive before it',
  ],
  [
    'a hard link to what comes later',
    [{ name: 'l', type: '1', link: 'x' }, { name: 'x' }],
    'l: it is a hard link to x, which is not in the archive before it',
  ],
  [
    'a hard link to itself',
    [{ name: 'l', type: '1', link: 'l' }],
    'l: it is a hard link to itself',
  ],
  [
    'a hard link through a link',
    [
      { name: 'd', type: '2', link: '.' },
      { name: 'l', type: '1', link: 'd/x' },
    ],
    'l: it is a hard link through the link d/x',
  ],
  [
    'a member through a link upwards',
    [{ name: 'a', type: '2', link: '..' }, { name: 'a/secret' }],
    'a: it is a link out of the tree, to ..',
  ],
  [
    'a member through a link',
    [{ name: 'b/a', type: '2', link: '..' }, { name: 'b/a/x' }],
    'b/a/x: it would be written through the link b/a',
  ],
  [
    'a file in the place of a link',
    [
      { name: 'l', type: '2', link: 'x' },
      { name: 'l', content: 'y' },
    ],
    'l: a link has the same path',
  ],
  [
    'a file in the place of a folder',
    [{ name: 'd/', type: '5' }, { name: 'd' }],
    'd: a folder has the same path',
  ],
  [
    'a member below a file',
    [{ name: 'f' }, { name: 'f/x' }],
    'f/x: it would be written below the file f',
  ],
  ['a file in the place of the tree', [{ name: './.' }], './.: it has the path of the tree itself'],
  [
    'a character device',
    [{ name: 'null', type: '3' }],
    'null: it is neither a file nor a folder nor a link',
  ],
  [
    'a block device',
    [{ name: 'sda', type: '4' }],
    'sda: it is neither a file nor a folder nor a link',
  ],
  [
    'a named pipe',
    [{ name: 'pipe', type: '6' }],
    'pipe: it is neither a file nor a folder nor a link',
  ],
  [
    'an unknown kind',
    [{ name: 'what', type: 'Q' }],
    'what: it is neither a file nor a folder nor a link',
  ],
  [
    'a name that is not UTF-8',
    [{ name: Buffer.from([0x61, 0xff]) }],
    'a\u{fffd}: its path is not UTF-8',
  ],
  [
    'a target that is not UTF-8',
    [{ name: 'l', type: '2', link: Buffer.from([0xff]) }],
    'l: it is a link to a path that is not UTF-8',
  ],
  [
    'a name with a NUL byte',
    [pax({ path: 'a\0b' }), { name: 'a' }],
    'a\\u{0}b: its path has a NUL byte in it',
  ],
  [
    'a target with a NUL byte',
    [pax({ linkpath: 'a\0b' }), { name: 'l', type: '2', link: 'x' }],
    'l: it is a link to a path with a NUL byte in it',
  ],
  [
    'a name that is too long',
    [pax({ path: long }), { name: 'a' }],
    `${'n'.repeat(300)}…: its path has more than 1024 bytes`,
  ],
  [
    'a target that is too long',
    [pax({ linkpath: long }), { name: 'l', type: '2', link: 'x' }],
    'l: it is a link to a path of more than 1024 bytes',
  ],
  [
    'a name that would steer the terminal',
    [{ name: '/\x1b[2J\n' }],
    '/\\u{1b}[2J\\u{a}: its path is absolute',
  ],
];

for (const [title, members, reason] of UNSAFE) {
  test(`${title} is refused, and nothing is written`, async (t) => {
    const here = await place(t, tgz({ name: 'bin/tool' }, ...members));
    const error = await refusal(t, here);
    t.is(error.code, 'ARTIFACT_UNSAFE');
    t.is(error.message, `${here.artifact} is not safe to unpack: ${reason}`);
    t.is(error.hint, UNSAFE_HINT);
  });
}

test('a name that the file system refuses is named, and nothing stays of the rest', async (t) => {
  const here = await place(t, tgz({ name: 'a' }, pax({ path: 'n'.repeat(300) }), { name: 'b' }));
  const error = await refusal(t, here);
  t.is(error.code, 'ARTIFACT_UNSAFE');
  t.true(error.message.includes(`${'n'.repeat(300)}: it can't be written: ENAMETOOLONG`));
});

test('of several members with one name the last one counts, and a link is never written through', async (t) => {
  const { artifact, into } = await place(
    t,
    tgz(
      { name: 'first', content: 'first' },
      { name: 'again', type: '1', link: 'first' },
      { name: 'again', content: 'second' },
      { name: 'link', type: '2', link: 'first' },
      { name: 'link', type: '2', link: 'again' },
      { name: 'folder', type: '5', mode: 0o700 },
      { name: 'folder/', type: '5', mode: 0o750 },
    ),
  );
  await unpackArtifact(artifact, into);
  t.is(await readFile(inHost(into, 'first'), 'utf8'), 'first');
  t.is(await readFile(inHost(into, 'again'), 'utf8'), 'second');
  t.is(await readlink(inHost(into, 'link')), 'again');
  t.is((await stat(inHost(into, 'folder'))).mode & 0o7777, 0o750);
});

test('set-uid modes and odd names are kept, for the audit to see', async (t) => {
  const { artifact, into } = await place(
    t,
    tgz({ name: 'root', mode: 0o4755, content: 'x' }, { name: 'a\nb', mode: 0o666 }),
  );
  await unpackArtifact(artifact, into);
  t.is((await stat(inHost(into, 'root'))).mode & 0o7777, 0o4755);
  t.is((await stat(inHost(into, 'a\nb'))).mode & 0o7777, 0o666);
});

test('too many members are refused with the option that allows more', async (t) => {
  // Two folders that are no members count, and so do names that come again.
  const here = await place(t, tgz({ name: 'a/b/c' }, { name: 'a/b/c' }));
  const error = await refusal(t, here, { limits: { members: 3 } });
  t.is(error.code, 'ARTIFACT_TOO_LARGE');
  t.is(error.message, `${here.artifact} is too large to unpack: it has more than 3 members`);
  t.is(
    error.hint,
    'Nothing was unpacked. If it is right so, raise the limit with --max-members N.',
  );
  await t.notThrowsAsync(unpackArtifact(here.artifact, here.into, { limits: { members: 4 } }));
});

const TOO_MANY_BYTES: [string, Buffer][] = [
  ['a file of zeros', tgz({ name: 'zeros', content: Buffer.alloc(3_000_000) })],
  ['a file that only says so', gzipSync(forge({ name: 'zeros', size: 10 * 1024 ** 3 }))],
  [
    'a sparse file of holes',
    tgz(pax({ 'GNU.sparse.map': '', 'GNU.sparse.size': '3000000' }), { name: 's' }),
  ],
  ['zeros behind the end', gzipSync(Buffer.concat([END, Buffer.alloc(3_000_000)]))],
  [
    'many pax headers',
    tgz(...Array.from({ length: 30 }, () => pax({ comment: 'x'.repeat(100_000) })), { name: 'a' }),
  ],
  [
    'many gzips in a row',
    Buffer.concat(
      Array.from({ length: 9 }, () => tgz({ name: 'a', content: 'x'.repeat(400_000) })),
    ),
  ],
];

for (const [title, bytes] of TOO_MANY_BYTES) {
  test(`${title} can be too many bytes, refused with the option that allows more`, async (t) => {
    const here = await place(t, bytes);
    const error = await refusal(t, here, { limits: { bytes: 2_000_000 } });
    t.is(error.code, 'ARTIFACT_TOO_LARGE');
    t.is(
      error.message,
      `${here.artifact} is too large to unpack: it has more than 2000000 bytes when it is decompressed`,
    );
    t.is(
      error.hint,
      'Nothing was unpacked. If it is right so, raise the limit with --max-unpacked-size BYTES.',
    );
  });
}

test('exactly as many bytes as are allowed are unpacked, one more is too many', async (t) => {
  const whole = Buffer.concat([forge({ name: 'a', content: 'x'.repeat(1000) }), END]);
  const here = await place(t, gzipSync(whole));
  const error = await refusal(t, here, { limits: { bytes: whole.length - 1 } });
  t.is(error.code, 'ARTIFACT_TOO_LARGE');
  await unpackArtifact(here.artifact, here.into, { limits: { bytes: whole.length } });
  t.is((await stat(inHost(here.into, 'a'))).size, 1000);
});

test('a bomb is left alone at the limit, however much more there is', async (t) => {
  const here = await place(t, '');
  const zeros = Buffer.alloc(1024 * 1024);
  function* bomb() {
    yield forge({ name: 'zeros', size: 1024 ** 3 });
    for (let count = 0; count < 1024; count += 1) yield zeros;
  }
  await pipeline(Readable.from(bomb()), createGzip({ level: 1 }), createWriteStream(here.artifact));
  const before = process.memoryUsage().rss;
  const seconds = cpuTime();
  const error = await refusal(t, here, { limits: { bytes: 64 * 1024 * 1024 } });
  t.is(error.code, 'ARTIFACT_TOO_LARGE');
  t.true(seconds() < 2);
  t.true(process.memoryUsage().rss - before < 64 * 1024 * 1024);
});

test('a folder with something in it is not unpacked into, and keeps it', async (t) => {
  const { artifact, into } = await place(t, tgz({ name: 'a' }));
  await mkdir(into);
  await symlink('..', inHost(into, 'a'));
  await t.throwsAsync(unpackArtifact(artifact, into), {
    code: 'NOT_WRITABLE',
    message: `cannot unpack into ${into}: there is something in it`,
  });
  t.deepEqual(await readdir(into), ['a']);
});

test('a folder that was there and empty is empty again after a failure', async (t) => {
  const { artifact, into } = await place(t, tgz({ name: 'a' }, { name: 'n'.repeat(300) }));
  await mkdir(into);
  await writeFile(artifact, tgz({ name: 'a' }, pax({ path: 'n'.repeat(300) }), { name: 'b' }));
  await t.throwsAsync(unpackArtifact(artifact, into), { code: 'ARTIFACT_UNSAFE' });
  t.deepEqual(await readdir(into), []);
});

test('a folder that cannot be made is named', async (t) => {
  const { artifact, folder } = await place(t, tgz({ name: 'a' }));
  const into = inHost(folder, 'secret', 'out');
  await t.throwsAsync(unpackArtifact(artifact, into), {
    code: 'NOT_WRITABLE',
    message: `cannot write ${into}: a part of the path is a file, not a folder`,
  });
});

test('an abort ends unpacking with its reason and leaves nothing', async (t) => {
  const { artifact, into, folder } = await place(t, tgz({ name: 'a' }));
  const reason = new Error('interrupted by the test');
  await t.throwsAsync(unpackArtifact(artifact, into, { signal: AbortSignal.abort(reason) }), {
    is: reason,
  });
  t.deepEqual((await readdir(folder)).sort(), ['a.tgz', 'secret']);
});

const FULL: [string, Buffer][] = [
  ['one large file', tgz({ name: 'large', content: randomBytes(400_000) })],
  [
    'many small files',
    tgz(...Array.from({ length: 300 }, (_, index) => ({ name: `f${index}`, content: 'x' }))),
  ],
];

for (const [title, bytes] of FULL) {
  test(`a disk that ${title} fills up is DISK_FULL, and nothing stays there`, async (t) => {
    const { artifact, folder } = await place(t, bytes);
    const small = inHost(folder, 'small');
    await mkdir(small);
    const script = compiled(hostPath(import.meta.dirname, 'process/unpack.ts'));
    const { stdout } = await run('unshare', [
      ...['--map-root-user', '--mount', 'sh', '-euc'],
      'mount -t tmpfs -o size=256k,nr_inodes=2000 tmpfs "$1"; shift; exec "$@"',
      ...['sh', small, ...script, artifact, small],
    ]);
    t.deepEqual(JSON.parse(stdout), [
      'DISK_FULL',
      `cannot write ${inHost(small, 'out')}: no space left on its disk`,
      [],
    ]);
  });
}
