import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

import test from 'ava';
import { execa } from 'execa';

import { compareTrees, scratch } from './artifacts.js';

/** What is said about the one file that differs. */
function about(text: string): string {
  return text.split('\n').slice(2).join('\n');
}

test('texts are shown as a diff', async (t) => {
  const { text } = await compareTrees(
    t,
    { 'lib/x.pc': 'prefix=/app\nlibs=-lx\nend' },
    { 'lib/x.pc': 'prefix=/app\nlibs=-ly\nend\n' },
  );
  t.is(
    text,
    `1 file in them differs.

lib/x.pc, a text:
  @@ -1,3 +1,3 @@
   prefix=/app
  -libs=-lx
  -end
  \\ No newline at end of file
  +libs=-ly
  +end`,
  );
});

const CAUSES = [
  [
    'a time',
    '#define BUILT "Jan  2 2026 09:00:01"',
    '#define BUILT "Nov 21 2026 10:12:13"',
    'a time',
  ],
  ['an ISO time', 'at 2026-01-02T09:00:01Z', 'at 2026-11-21T10:12:13Z', 'a time stamp'],
  ['a path', "srcdir='/home/me/src/x'", "srcdir='/tmp/build.1/x'", 'a path'],
  ['a number of jobs', "MAKEFLAGS='-j2 V=1'", "MAKEFLAGS='-j16 V=1'", 'the number of jobs'],
  ['an order of words', 'libs = a b c', 'libs = b a c', 'the same things in another order'],
  ['an order of lines', 'a\nb\nc', 'c\na\nb', 'the same things in another order'],
  [
    'a random id',
    'id 6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    'id 00c04fd4-9dad-11d1-80b4-6ba7b8106ba7',
    'a random number',
  ],
] as const;

for (const [what, before, after, cause] of CAUSES) {
  test(`texts that differ in ${what} have that as their likely cause`, async (t) => {
    const { text } = await compareTrees(t, { x: before }, { x: after });
    t.true(text.includes(`  likely ${cause}`), text);
  });
}

test('no cause is told where two lines differ in different ways', async (t) => {
  const { text } = await compareTrees(
    t,
    { x: 'at 2026-01-02\n\n\n\nin /tmp/a\n' },
    { x: 'at 2026-11-21\n\n\n\nin /tmp/b\n' },
  );
  t.false(text.includes('likely'), text);
});

test('a long diff is cut, and tells how much of it was left out', async (t) => {
  const lines = (word: string) => Array.from({ length: 30 }, (_, n) => `${word} ${n}\n`).join('');
  const { comparison, text } = await compareTrees(
    t,
    { x: lines('old') },
    { x: lines('new') },
    { lines: 5 },
  );
  t.true(text.endsWith('\n  -old 3\n  … and 56 more lines'), text);
  t.like(comparison, { differences: [{ content: { kind: 'text', omitted: 56 } }] });
});

test('texts that are huge, or have endless lines, or nothing in common, are compared as bytes', async (t) => {
  const numbers = (from: number) =>
    Array.from({ length: 5000 }, (_, n) => `${from + n}\n`).join('');
  const { text } = await compareTrees(
    t,
    { huge: 'a\n'.repeat(2 ** 21 + 1), long: 'a'.repeat(5000), other: numbers(0) },
    { huge: 'b\n'.repeat(2 ** 21 + 1), long: `${'a'.repeat(4999)}b`, other: numbers(10_000) },
  );
  t.true(text.includes('huge, bytes:\n  the file: 2,097,153 of 4,194,306 bytes differ'), text);
  t.true(
    text.includes('long, bytes:\n  the file: 1 of 5,000 bytes differs, the first at 4,999'),
    text,
  );
  t.true(text.includes('other, bytes:\n'), text);
});

test('what a text holds can neither move the cursor nor hide', async (t) => {
  const { text } = await compareTrees(
    t,
    { 'x\ny': 'a\x1b[2J\r\n' },
    { 'x\ny': Buffer.from('a\u202e\n') },
  );
  t.is(
    about(text),
    `x\\u{a}y, a text:
  @@ -1,1 +1,1 @@
  -a\\u{1b}[2J\\u{d}
  +a\\u{202e}`,
  );
});

test('bytes that are no UTF-8 are told apart', async (t) => {
  const [before, after] = [Buffer.from([0x61, 0xe4, 0x0a]), Buffer.from([0x61, 0xf6, 0x0a])];
  const { text } = await compareTrees(t, { x: before }, { x: after });
  t.true(text.endsWith('\n  -aä\n  +aö'), text);
});

test('of other files the first bytes that differ are shown, with the text they belong to', async (t) => {
  const { text } = await compareTrees(
    t,
    { x: Buffer.from('\0\x01built 09:00:01\0\x05') },
    { x: Buffer.from('\0\x01built 10:12:13\0\x05\x06') },
  );
  t.is(
    about(text),
    `x, bytes:
  the file: 18 bytes and 19 bytes, 6 of the first 18 differ, the first at 8 (0x8)
  - 30 39 3a 30 30 3a 30 31 00 05  |built 09:00:01|
  + 31 30 3a 31 32 3a 31 33 00 05 06  |built 10:12:13|
    likely a time stamp: something wrote down when it ran`,
  );
});

test('differences far apart in large files are counted', async (t) => {
  const before = Buffer.alloc(3_000_000);
  const after = Buffer.alloc(3_000_000);
  for (const at of [1_000_000, 2_000_000, 2_999_999]) after[at] = 1;
  const { text } = await compareTrees(t, { x: before }, { x: after });
  t.true(text.includes('the file: 3 of 3,000,000 bytes differ, the first at 1,000,000 (0xf4240)'));
});

test('gzip files inside are told apart by header, content and compressed data', async (t) => {
  const stamped = gzipSync('manual');
  stamped.writeUInt32LE(1_700_000_000, 4);
  const { text } = await compareTrees(
    t,
    { 'a.gz': gzipSync('manual'), 'b.gz': gzipSync('man 1'), 'c.gz': gzipSync('x'.repeat(999)) },
    { 'a.gz': stamped, 'b.gz': gzipSync('man 2'), 'c.gz': gzipSync('x'.repeat(999), { level: 0 }) },
  );
  t.true(
    text.includes(`a.gz, a gzip file:
  the gzip header: time none → 2023-11-14T22:13:20.000Z
    likely a time stamp: something wrote down when it ran

b.gz, a gzip file:
  the content: 1 of 5 bytes differs, the first at 4 (0x4)
  - 31  |man 1|
  + 32  |man 2|`),
    text,
  );
  t.regex(text, /c\.gz, a gzip file:\n.* the compressed data: /s);
});

/** Compiled python: magic number of 3.11, flags, two words, code. */
function pyc(flags: number, first: number, second: number, code: string): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt16LE(3495, 0);
  header.write('\r\n', 2);
  header.writeUInt32LE(flags, 4);
  header.writeUInt32LE(first, 8);
  header.writeUInt32LE(second, 12);
  return Buffer.concat([header, Buffer.from(code)]);
}

test('compiled python is told apart by header and code', async (t) => {
  const { text } = await compareTrees(
    t,
    { 'a.pyc': pyc(0, 1_600_000_000, 10, 'code'), 'b.pyc': pyc(1, 1, 2, '\0\x01') },
    { 'a.pyc': pyc(0, 1_700_000_000, 10, 'code'), 'b.pyc': pyc(3, 1, 2, '\0\x02') },
  );
  t.is(
    about(text),
    `a.pyc, compiled python:
  its header: time 2020-09-13T12:26:40.000Z → 2023-11-14T22:13:20.000Z
    likely a time stamp: something wrote down when it ran

b.pyc, compiled python:
  its header: valid by hash, not checked → hash, checked
  the code: 1 of 2 bytes differs, the first at 1 (0x1)
  - 01
  + 02`,
  );
});

test('compiled python of old versions has other headers', async (t) => {
  const old = (magic: number, time: number) => {
    const header = Buffer.alloc(12);
    header.writeUInt16LE(magic, 0);
    header.write('\r\n', 2);
    header.writeUInt32LE(time, 4);
    return header;
  };
  const { text } = await compareTrees(
    t,
    {
      'two.pyc': old(62_211, 0),
      'three.pyc': old(3379, 0),
      'short.pyc': Buffer.from('\xa9\r\r\n'),
    },
    {
      'two.pyc': old(62_211, 60),
      'three.pyc': old(3379, 60),
      'short.pyc': Buffer.from('\xaa\r\r\n'),
    },
  );
  const change = '  its header: time 1970-01-01T00:00:00.000Z → 1970-01-01T00:01:00.000Z\n';
  t.true(text.includes(`two.pyc, compiled python:\n${change}`), text);
  t.true(text.includes(`three.pyc, compiled python:\n${change}`), text);
});

const ZIP = `
import sys, zipfile
out, *members = sys.argv[1:]
with zipfile.ZipFile(out, 'w') as z:
    for member in members:
        name, year, mode, method, content = member.split(',')
        info = zipfile.ZipInfo(name, (int(year), 1, 2, 3, 4, 6))
        info.external_attr = int(mode, 8) << 16
        info.compress_type = int(method)
        z.writestr(info, content)
`;

async function zip(folder: string, ...members: string[]): Promise<Buffer> {
  await execa('python3', ['-c', ZIP, `${folder}/x.zip`, ...members]);
  return readFile(`${folder}/x.zip`);
}

test('zip files are told apart by their members', async (t) => {
  const folder = await scratch(t);
  const { text } = await compareTrees(
    t,
    { 'x.whl': await zip(folder, 'a,2020,644,0,one', 'b,2020,644,8,b', 'old,2020,644,0,') },
    { 'x.whl': await zip(folder, 'b,2021,644,8,b', 'a,2020,755,0,two', 'new,2020,644,0,x') },
  );
  t.is(
    about(text),
    `x.whl, a zip file:
  - only here: old (0 bytes)
  + only here: new (1 byte)
  another order: no. 1 is
  - a
  + b
  a: mode 644 → 755
  b: time 2020-01-02T03:04:06 → 2021-01-02T03:04:06
    likely a time stamp: something wrote down when it ran
  a: 3 of 3 bytes differ, the first at 0 (0x0)
  - 6f 6e 65
  + 74 77 6f`,
  );
});

test('zip files whose members are compressed in another way say so', async (t) => {
  const folder = await scratch(t);
  const { text } = await compareTrees(
    t,
    { 'x.zip': await zip(folder, 'a,2020,644,0,one') },
    { 'x.zip': await zip(folder, 'a,2020,644,8,one') },
  );
  t.is(about(text), 'x.zip, a zip file:\n  a: method stored → deflated');
});

test('more parts than asked for are only counted', async (t) => {
  const folder = await scratch(t);
  const members = (content: string) =>
    Array.from({ length: 9 }, (_, n) => `m${n},2020,644,0,${content}`);
  const { text } = await compareTrees(
    t,
    { 'x.zip': await zip(folder, ...members('a')) },
    { 'x.zip': await zip(folder, ...members('b')) },
    { lines: 3 },
  );
  t.true(text.includes('  m2: 1 of 1 byte differs'), text);
  t.true(text.endsWith('  + 62\n  … and 6 more parts'), text);
});

const HOSTILE = {
  'an ELF file': ['x.so', '\x7fELF\x02\x01\x01'],
  'an ar archive': ['x.a', '!<arch>\n'],
  'a zip file': ['x.zip', 'PK\x03\x04'],
  'a gzip file': ['x.gz', '\x1f\x8b\x08\0\0\0\0\0\0\0'],
  'compiled python': ['x.pyc', '\xa7\r\r\n'],
} as const;

for (const [what, [name, magic]] of Object.entries(HOSTILE)) {
  test(`what only looks like ${what} is compared as bytes`, async (t) => {
    const junk = (seed: number) =>
      Buffer.concat([
        Buffer.from(magic, 'latin1'),
        Buffer.from(Array.from({ length: 500 }, (_, n) => (n * n + seed) % 251)),
      ]);
    const { text, comparison } = await compareTrees(t, { [name]: junk(1) }, { [name]: junk(7) });

    t.true(text.startsWith(`1 file in them differs.\n\n${name}, `), text);
    t.true(text.includes('bytes differ, the first at '), text);
    t.deepEqual(JSON.parse(JSON.stringify(comparison)), comparison);
  });

  test(`nothing but the first bytes of ${what} is compared as bytes`, async (t) => {
    const start = Buffer.from(magic, 'latin1');
    const { text } = await compareTrees(
      t,
      { [name]: start },
      { [name]: Buffer.concat([start, Buffer.from([0])]) },
    );
    t.true(text.includes(`are the same`), text);
  });
}

test('a file that is another thing in the other artifact is compared as bytes', async (t) => {
  const { text } = await compareTrees(t, { x: 'text' }, { x: gzipSync('text') });
  t.true(text.includes('x, bytes:\n  the file: 4 bytes and 24 bytes'), text);
});

test('a gzip bomb inside is not unpacked to its end', async (t) => {
  const bomb = (byte: number) => {
    const piece = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    return Buffer.concat([
      ...Array.from({ length: 9 }, () => piece),
      gzipSync(Buffer.from([byte])),
    ]);
  };
  const { text } = await compareTrees(t, { 'x.gz': bomb(1) }, { 'x.gz': bomb(2) });
  t.true(
    text.includes("as a gzip file it can't be read: more than 536870912 bytes are in it"),
    text,
  );
});
