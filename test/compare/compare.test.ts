import { mkdir, symlink, truncate } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

import test from 'ava';

import { compareArtifacts, comparisonText } from '../../src/compare/index.js';
import { hostPath, inHost } from '../../src/path.js';
import { artifact, compare, compareTrees, runIn } from './artifacts.js';

const names = { before: 'old.tgz', after: 'new.tgz' };

test('artifacts with the same bytes are the same', async (t) => {
  const before = await artifact(t, { 'lib/a': 'a' });
  const after = await artifact(t, { 'lib/a': 'a' });

  const comparison = await compareArtifacts(before, after, { runIn });

  t.true(comparison.same);
  const [line = ''] = comparisonText(comparison, names);
  t.regex(line, /^old\.tgz and new\.tgz are the same, sha256 [0-9a-f]{64}\.$/);
});

test('a time and another system in the gzip header are all that differs', async (t) => {
  const tree = { 'lib/a': 'a' };
  const before = await artifact(t, tree);
  const after = await artifact(t, tree, {
    gzip: (tar) => {
      const file = gzipSync(tar);
      file.writeUInt32LE(1_700_000_000, 4);
      file[9] = 255;
      return file;
    },
  });

  const { comparison, text } = await compare(before, after);

  t.is(
    text,
    `The tars in them are the same: they differ only in the gzip around them.

gzip:
  the gzip header: time none → 2023-11-14T22:13:20.000Z
    likely a time stamp: something wrote down when it ran
  the gzip header: system Unix → unknown`,
  );
  t.deepEqual(JSON.parse(JSON.stringify(comparison)), comparison);
});

test('a name and a comment in the gzip header are told', async (t) => {
  const tree = { 'lib/a': 'a' };
  const before = await artifact(t, tree);
  const after = await artifact(t, tree, {
    gzip: (tar) => {
      const file = gzipSync(tar);
      const header = Buffer.from(file.subarray(0, 10));
      header[3] = 8 + 16;
      return Buffer.concat([header, Buffer.from('x.tar\0by\x1b[31mhand\0'), file.subarray(10)]);
    },
  });

  const { text } = await compare(before, after);

  t.true(text.includes('the gzip header: name none → x.tar\n'), text);
  t.true(text.includes('the gzip header: comment none → by\\u{1b}[31mhand'), text);
});

test('another level of compression is told apart from other data', async (t) => {
  const tree = { 'lib/a': 'abc '.repeat(5000) };
  const before = await artifact(t, tree);
  const after = await artifact(t, tree, { gzip: (tar) => gzipSync(tar, { level: 1 }) });

  const { text } = await compare(before, after);

  t.regex(text, /^ {2}the compressed data: .* and .* bytes, /m);
  t.regex(text, /^ {4}likely another compressor, level or number of threads; /m);
  t.true(text.includes('the gzip header: effort none → fastest'), text);
});

test('members that only one has, and what a link leads to, are told', async (t) => {
  const { text } = await compareTrees(
    t,
    { 'lib/a': 'a', 'lib/old': 'four', 'lib/so': { link: 'a' } },
    { 'lib/a': 'a', 'lib/new': 'three', 'lib/so': { link: 'new' } },
  );
  t.is(
    text,
    `All files in them have the same contents: they differ only in the tar.

tar:
  - only here: lib/old (4 bytes)
  + only here: lib/new (5 bytes)
  lib/so: link target a → new`,
  );
});

test('members in another order are told by the first of them', async (t) => {
  const tree = { a: '1', b: '2', c: '3' };
  const before = await artifact(t, tree);
  const after = await artifact(t, { a: '1', c: '3', b: '2' });

  const { text } = await compare(before, after);

  t.is(
    text,
    `All files in them have the same contents: they differ only in the tar.

tar:
  another order: no. 2 is
  - b
  + c`,
  );
});

test('times that moved are told once for all members, and a few are named', async (t) => {
  const tree = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`f${n + 10}`, 'x']));
  const before = await artifact(t, tree);
  const after = await artifact(t, tree, { options: ['--mtime=@60'] });

  const { comparison, text } = await compare(before, after);

  const lines = text.split('\n').slice(2);
  t.deepEqual(lines.slice(0, 3), [
    'tar:',
    '  time of 12:',
    '    f10: 1970-01-01T00:00:00.000Z → 1970-01-01T00:01:00.000Z',
  ]);
  t.deepEqual(lines.slice(-2), [
    '    and of 2 more',
    '    likely a time stamp: something wrote down when it ran',
  ]);
  t.false(comparison.same);
  t.is(comparison.same ? 0 : comparison.differences.length, 12);
});

test('modes of another umask, and owners, are told with their likely cause', async (t) => {
  const before = await artifact(t, { x: { mode: 0o644 } });
  const after = await artifact(t, { x: { mode: 0o664 } }, { options: ['--owner=1000'] });
  const other = await artifact(t, { x: { mode: 0o755 } });

  t.is(
    (await compare(before, after)).text.split('\n').slice(3).join('\n'),
    `  x: mode 0644 → 0664
    likely another umask
  x: owner id 0 → 1000
    likely the user who built or packed it`,
  );
  t.true((await compare(before, other)).text.endsWith('  x: mode 0644 → 0755'));
});

test('pax headers are told', async (t) => {
  const before = await artifact(t, { a: '' });
  const after = await artifact(
    t,
    { a: '' },
    {
      options: ['--format=pax', '--mtime=1970-01-01 00:00:00.5'],
    },
  );

  const { text } = await compare(before, after);

  t.true(text.includes('a: pax header none → atime, mtime, ctime'), text);
  t.true(text.includes('a: time 1970-01-01T00:00:00.000Z → 1970-01-01T00:00:00.500Z'), text);
});

test('tars that say the same in another format are compared as bytes', async (t) => {
  const before = await artifact(t, { a: 'a' });
  const format = await artifact(t, { a: 'a' }, { options: ['--format=gnu'] });
  const padding = await artifact(t, { a: 'a' }, { options: ['--blocking-factor=60'] });

  t.regex(
    (await compare(before, format)).text,
    /^All files .* only in the tar\.\n\ntar:\n {2}how it is written: \d+ of 10,240 bytes differ, /,
  );
  t.is(
    (await compare(before, padding)).text.split('\n').slice(3).join('\n'),
    `  how it is written: 10,240 bytes and 30,720 bytes, the first 10,240 are the same
  - nothing more
  + 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00`,
  );
});

test('what is no artifact, or half of one, is compared as bytes', async (t) => {
  const whole = await artifact(t, { a: 'a'.repeat(100) });
  const half = await artifact(t, { a: 'a'.repeat(100) });
  await truncate(half.file, 60);
  const text = await artifact(t, { a: '' }, { gzip: () => Buffer.from('not a tarball') });
  const noTar = await artifact(t, { a: '' }, { gzip: () => gzipSync('not a tar') });

  t.regex(
    (await compare(whole, half)).text,
    /^They could not be read as artifacts, so they were compared as bytes\.\n\nfile:\n {2}the one after: unexpected end of file\n {2}the whole files: \d+ bytes and 60 bytes, the first 60 are the same\n {2}- [0-9a-f ]{47}\n {2}\+ nothing more$/,
  );
  t.regex(
    (await compare(text, noTar)).text,
    /the one before: incorrect header check; the one after: /,
  );
});

test('of members with one path only the last one is looked into', async (t) => {
  const twice = (first: string) =>
    artifact(
      t,
      { 'x/a': first, 'y/a': 'same' },
      {
        options: ['--transform=s,^[xy]/,z/,', '--exclude=z'],
      },
    );
  const { comparison } = await compare(await twice('one'), await twice('two'));

  t.like(comparison, {
    differences: [
      { in: 'content', path: 'z/a', content: { kind: 'unopened', reason: 'unreachable' } },
    ],
  });
});

test('nothing outside a tree is looked into, whatever its links lead to', async (t) => {
  const before = await artifact(t, { 'lib/a': 'a', b: 'a' });
  const after = await artifact(t, { 'lib/a': 'b', b: 'b' });
  const secret = await artifact(t, { a: 'secret' });
  const tree = hostPath(after.tree, '..', 'linked');
  await mkdir(tree);
  await symlink(secret.tree, inHost(tree, 'lib'));
  await symlink(inHost(secret.tree, 'a'), inHost(tree, 'b'));

  const { text } = await compare(before, { ...after, tree });

  t.is(
    text,
    `2 files in them differ.

files that could not be looked into:
  lib/a
  b`,
  );
});

test('of many files that differ, two hundred of all kinds are looked into and all are named', async (t) => {
  const tree = (content: string) => ({
    ...Object.fromEntries(Array.from({ length: 205 }, (_, n) => [`a/f${n + 100}`, content])),
    'z/only.txt': content,
  });
  const { comparison, text } = await compareTrees(t, tree('1\n'), tree('2\n'));

  t.is(comparison.same ? 0 : comparison.differences.length, 206);
  t.true(text.includes('206 files in them differ.'));
  t.true(text.includes('z/only.txt, a text:\n  @@ -1,1 +1,1 @@\n  -1\n  +2'));
  t.true(
    text.endsWith(
      `too many files differ to look into these too:
  a/f299
  a/f300
  a/f301
  a/f302
  a/f303
  a/f304`,
    ),
    text.slice(-300),
  );
});

test('comparing ends when it is interrupted', async (t) => {
  const before = await artifact(t, { a: 'a' });
  const after = await artifact(t, { a: 'b' });
  const controller = new AbortController();
  const interrupted = new Error('interrupted');
  const options = {
    signal: controller.signal,
    runIn: () => {
      controller.abort(interrupted);
      return runIn(before.tree);
    },
  };
  await t.throwsAsync(compare(before, after, options), { is: interrupted });
  await t.throwsAsync(compare(before, after, { signal: controller.signal }), { is: interrupted });
});

test('a stack without readelf is told', async (t) => {
  const [before, after] = [
    await artifact(t, { a: '\x7fELF1' }),
    await artifact(t, { a: '\x7fELF2' }),
  ];
  const none = () => () => Promise.reject(new Error('not found'));

  await t.throwsAsync(compare(before, after, { runIn: none }), { code: 'MISSING_PROGRAM' });
});
