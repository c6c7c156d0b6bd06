import { link, lstat, readFile, readlink, stat, utimes, writeFile } from 'node:fs/promises';

import test from 'ava';
import { execa } from 'execa';

import { guestPath, inHost } from '../../src/path.js';
import { relocateTree, type RelocationOptions } from '../../src/relocate/index.js';
import { plant, scratch, toolsIn } from './scratch.js';

const STAGING = guestPath('/binary-builder/staging');
const PREFIX = guestPath('/app/.heroku/vendor');

const options: Omit<RelocationOptions, 'run'> = {
  mappings: [
    { from: STAGING, to: '' },
    { from: guestPath('/binary-builder/source'), to: '/usr/src/libffi-3.1' },
  ],
  prune: [],
  strip: { enabled: true, keep: [] },
};
const guest = guestPath(STAGING, PREFIX);

test('texts and links are brought to the prefix, and the report tells which', async (t) => {
  const root = await scratch(t);
  await plant(root, {
    'bin/x-config': { text: `#!/bin/sh\necho -L${guest}/lib\n`, mode: 0o755 },
    'lib/libx.la': `old_library='libx.a'\nlibdir='${guest}/lib/../lib'\n`,
    'lib/libx.a': '!<arch>\n',
    'lib/libx.so': { link: `${guest}/lib/libx.so.1` },
    'lib/libz.so': { link: '/usr/lib/libz.so' },
    'lib/README': 'nothing to see\n',
    'lib/latin1.txt': { text: Buffer.from(`caf\xe9 ${guest}/lib`, 'latin1') },
  });

  const report = await relocateTree(
    { root, guest, prefix: PREFIX },
    { ...options, prune: ['**/*.a', 'lib/README'], run: toolsIn(root) },
  );

  t.deepEqual(report, {
    pruned: ['lib/README', 'lib/libx.a'],
    rewritten: ['bin/x-config', 'lib/latin1.txt', 'lib/libx.la'],
    relinked: [{ path: 'lib/libx.so', from: `${guest}/lib/libx.so.1`, to: 'libx.so.1' }],
    stripped: [],
    rpaths: [],
    warnings: ['lib/libz.so leads out of the tree, to /usr/lib/libz.so'],
  });
  t.is(
    await readFile(inHost(root, 'lib/libx.la'), 'utf8'),
    "old_library=''\nlibdir='/app/.heroku/vendor/lib/../lib'\n",
  );
  t.is(await readFile(inHost(root, 'lib/latin1.txt'), 'latin1'), 'caf\xe9 /app/.heroku/vendor/lib');
  t.is(await readlink(inHost(root, 'lib/libx.so')), 'libx.so.1');
  t.is(await readlink(inHost(root, 'lib/libz.so')), '/usr/lib/libz.so');
});

test('modes and times are kept, of read-only files and of programs too', async (t) => {
  const root = await scratch(t);
  const modes = { read: 0o444, run: 0o555, 'set-id': 0o4711, write: 0o664 };
  const then = new Date('2020-02-02T02:02:02Z');
  for (const [name, mode] of Object.entries(modes)) {
    await plant(root, { [name]: { text: `${guest}/x`, mode } });
    await utimes(inHost(root, name), then, then);
  }

  const { rewritten } = await relocateTree(
    { root, guest, prefix: PREFIX },
    { ...options, run: toolsIn(root) },
  );

  t.deepEqual(rewritten, ['read', 'run', 'set-id', 'write']);
  for (const [name, mode] of Object.entries(modes)) {
    const stats = await stat(inHost(root, name));
    t.is(stats.mode & 0o7777, mode, name);
    t.deepEqual(stats.mtime, then, name);
    t.is(await readFile(inHost(root, name), 'utf8'), `${PREFIX}/x`);
  }
});

test('hard links stay links to one file, which is rewritten once', async (t) => {
  const root = await scratch(t);
  await plant(root, { 'bin/x': `${guest}/lib\n`, 'lib/a': 'a' });
  await link(inHost(root, 'bin/x'), inHost(root, 'bin/x-1.0'));
  await link(inHost(root, 'bin/x'), inHost(root, 'lib/x'));

  const { rewritten } = await relocateTree(
    { root, guest, prefix: PREFIX },
    { ...options, run: toolsIn(root) },
  );

  t.deepEqual(rewritten, ['bin/x']);
  const stats = await Promise.all(
    ['bin/x', 'bin/x-1.0', 'lib/x'].map((name) => lstat(inHost(root, name))),
  );
  t.is(new Set(stats.map(({ ino }) => ino)).size, 1);
  t.is(stats[0]?.nlink, 3);
  t.is(await readFile(inHost(root, 'lib/x'), 'utf8'), `${PREFIX}/lib\n`);
});

test('binaries are never edited as text, and files without a path of the build never written', async (t) => {
  const root = await scratch(t);
  const old = new Date('2001-01-01T00:00:00Z');
  const binary = Buffer.from(`\x6f\x0d\r\n\0\0\0\0${guest}/lib`, 'latin1');
  await plant(root, { 'x.pyc': { text: binary }, 'clean.txt': 'nothing\n' });
  await utimes(inHost(root, 'clean.txt'), old, old);
  const before = await lstat(inHost(root, 'clean.txt'));

  const { rewritten } = await relocateTree(
    { root, guest, prefix: PREFIX },
    { ...options, run: toolsIn(root) },
  );

  t.deepEqual(rewritten, []);
  t.deepEqual(await readFile(inHost(root, 'x.pyc')), binary);
  t.is((await lstat(inHost(root, 'clean.txt'))).ctimeMs, before.ctimeMs);
});

test('a text that is too long for memory is rewritten piece by piece, and its hard link with it', async (t) => {
  const root = await scratch(t);
  const long = (path: string) => `${'x'.repeat(300_000)} ${path}/lib\n`.repeat(20);
  await plant(root, { long: { text: long(guest), mode: 0o444 }, clean: long('/usr') });
  await link(inHost(root, 'long'), inHost(root, 'too'));

  const { rewritten } = await relocateTree(
    { root, guest, prefix: PREFIX },
    { ...options, run: toolsIn(root) },
  );

  t.deepEqual(rewritten, ['long']);
  t.true((await readFile(inHost(root, 'too'), 'utf8')) === long(PREFIX));
  t.is((await lstat(inHost(root, 'long'))).mode & 0o777, 0o444);
  t.true((await readFile(inHost(root, 'clean'), 'utf8')) === long('/usr'));
});

test('paths that are not ASCII are relocated in UTF-8', async (t) => {
  const root = await scratch(t);
  const [from, to] = [guestPath('/binary-builder/stägïng'), guestPath('/app/prefïx')];
  await plant(root, { x: `“${from}/lib”` });

  await relocateTree({ root, guest: from, prefix: to }, { ...options, run: toolsIn(root) });

  t.is(await readFile(inHost(root, 'x'), 'utf8'), `“${to}/lib”`);
});

test('no tool is asked for where there is nothing for it to do', async (t) => {
  const root = await scratch(t);
  const calls: string[][] = [];
  await plant(root, { x: 'text' });
  await writeFile(inHost(root, 'empty'), '');
  await relocateTree({ root, guest, prefix: PREFIX }, { ...options, run: toolsIn(root, calls) });
  t.deepEqual(calls, []);
});

test('relocation that is interrupted ends with the reason', async (t) => {
  const root = await scratch(t);
  await plant(root, { x: `${guest}/lib` });
  const signal = AbortSignal.abort(new Error('interrupted'));
  await t.throwsAsync(
    () => relocateTree({ root, guest, prefix: PREFIX }, { ...options, run: toolsIn(root), signal }),
    { message: 'interrupted' },
  );
  t.is(await readFile(inHost(root, 'x'), 'utf8'), `${guest}/lib`);
});

test('as root, what is brought to the prefix stays with its owner', async (t) => {
  if (process.getuid?.() !== 0) {
    t.pass('an ordinary user owns it all');
    return;
  }
  const root = await scratch(t);
  const guest = guestPath('/binary-builder/staging/app/x');
  await plant(root, {
    'bin/run': `#!${guest}/bin/sh\n`,
    'lib/libx.pc': `prefix=${guest}\n`,
    'lib/long': `${'text '.repeat(1_000_000)}${guest}/lib\n`,
    'lib/link': { link: `${guest}/bin/run` },
  });
  await execa('chown', ['--recursive', '--no-dereference', '61000:62000', root]);
  const report = await relocateTree(
    { root, guest, prefix: guestPath('/app/x') },
    { mappings: [], prune: [], strip: { enabled: false, keep: [] }, run: toolsIn(root) },
  );
  t.deepEqual(report.rewritten, ['bin/run', 'lib/libx.pc', 'lib/long']);
  t.deepEqual(
    report.relinked.map(({ path }) => path),
    ['lib/link'],
  );
  const { stdout } = await execa('find', [
    root,
    '!',
    '-user',
    '61000',
    '-o',
    '!',
    '-group',
    '62000',
  ]);
  t.is(stdout, '');
});
