import {
  chmod,
  link,
  lutimes,
  mkdir,
  readdir,
  readFile,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import nodePath from 'node:path';
import test from 'ava';
import { packTree } from '../../src/pack/index.js';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { compiled } from '../compiled.js';
import { digestOf, listing, run, tarInside, temporaryFolder } from './folder.js';

const EPOCH = 1_680_000_000;

type Plant = Record<string, string>;

/** Makes a tree: `a/` a directory, `a -> b` a symlink, `a = b` a hard link, `a*` executable. */
async function plant(folder: HostPath, files: Plant): Promise<HostPath> {
  await mkdir(folder, { recursive: true });
  for (const [spec, content] of Object.entries(files)) {
    const [path = '', target = ''] = spec.split(/ (?:->|=) /);
    const file = inHost(folder, path.replace(/\*$/, ''));
    await mkdir(nodePath.dirname(file), { recursive: true });
    if (spec.includes(' -> ')) await symlink(target, file);
    else if (spec.includes(' = ')) await link(inHost(folder, target), file);
    else if (path.endsWith('/')) await mkdir(file, { recursive: true });
    else await writeFile(file, content);
    if (path.endsWith('*')) await chmod(file, 0o755);
  }
  return folder;
}

const TREE: Plant = {
  'bin/tool*': '#!/bin/sh\n',
  'bin/tool-1.0 = bin/tool': '',
  'bin/alias -> tool': '',
  'empty/': '',
  'lib/libx.so.1': 'elf',
  'lib/libx.so -> libx.so.1': '',
  'lib-extra/file': 'text',
  'lib/dangling -> ../nowhere': '',
};

test('a tree is packed sorted, owned by 0/0, with one time and normal modes', async (t) => {
  const folder = await temporaryFolder(t);
  const tree = await plant(inHost(folder, 'tree'), TREE);
  const tarball = inHost(folder, 'out', 'a.tgz');
  const packed = await packTree(tree, tarball, { epoch: EPOCH });
  t.deepEqual(
    (await listing(tarball)).map((line) => line.replaceAll(/ +/g, ' ')),
    [
      'drwxr-xr-x 0/0 0 2023-03-28 10:40:00 bin/',
      'lrwxrwxrwx 0/0 0 2023-03-28 10:40:00 bin/alias -> tool',
      '-rwxr-xr-x 0/0 10 2023-03-28 10:40:00 bin/tool',
      'hrwxr-xr-x 0/0 0 2023-03-28 10:40:00 bin/tool-1.0 link to bin/tool',
      'drwxr-xr-x 0/0 0 2023-03-28 10:40:00 empty/',
      'drwxr-xr-x 0/0 0 2023-03-28 10:40:00 lib/',
      'lrwxrwxrwx 0/0 0 2023-03-28 10:40:00 lib/dangling -> ../nowhere',
      'lrwxrwxrwx 0/0 0 2023-03-28 10:40:00 lib/libx.so -> libx.so.1',
      '-rw-r--r-- 0/0 3 2023-03-28 10:40:00 lib/libx.so.1',
      'drwxr-xr-x 0/0 0 2023-03-28 10:40:00 lib-extra/',
      '-rw-r--r-- 0/0 4 2023-03-28 10:40:00 lib-extra/file',
    ],
  );
  t.is(packed.files, 11);
  t.deepEqual(await readdir(inHost(folder, 'out')), ['a.tgz']);
});

test('what packing tells is true of the file', async (t) => {
  const folder = await temporaryFolder(t);
  const tree = await plant(inHost(folder, 'tree'), TREE);
  const tarball = inHost(folder, 'a.tgz');
  const packed = await packTree(tree, tarball, { epoch: EPOCH });
  const bytes = await readFile(tarball);
  t.deepEqual(packed, {
    size: bytes.length,
    md5: digestOf('md5', bytes),
    sha256: digestOf('sha256', bytes),
    tarSha256: digestOf('sha256', await tarInside(tarball)),
    files: 11,
  });
});

test('the bytes are the ones that artifacts have always had', async (t) => {
  const folder = await temporaryFolder(t);
  const tree = await plant(inHost(folder, 'tree'), TREE);
  const packed = await packTree(tree, inHost(folder, 'a.tgz'), { epoch: EPOCH });
  t.is(packed.tarSha256, '218bfb9efa1ecf4a35cd50ff53d1c8cb8e6411abdd1f474872790c0cecf0a854');
  t.is(packed.sha256, 'f3e95443c876c30cb751d8147f2962d28db7cc10639f6ca6b29466ace6ee4de0');
});

test('GNU tar gives the same order and the same members', async (t) => {
  const folder = await temporaryFolder(t);
  const tree = await plant(inHost(folder, 'tree'), { ...TREE, 'lib.d/a': '', 'lib/a/b': '' });
  await packTree(tree, inHost(folder, 'a.tgz'), { epoch: EPOCH });
  await run(
    'tar',
    [
      ...['--sort=name', '--owner=0', '--group=0', '--numeric-owner', `--mtime=@${EPOCH}`],
      ...['-C', tree, '--transform=s,^\\./,,', '-czf', inHost(folder, 'gnu.tgz'), '.'],
    ],
    { env: { PATH: process.env.PATH, LC_ALL: 'C' } },
  );
  const gnu = (await listing(inHost(folder, 'gnu.tgz'))).filter((line) => !line.endsWith(' ./'));
  t.deepEqual(await listing(inHost(folder, 'a.tgz')), gnu);
});

test('order of making, umask, times and owners have no influence on the bytes', async (t) => {
  const folder = await temporaryFolder(t);
  const first = await plant(inHost(folder, 'first'), TREE);
  const second = await plant(inHost(folder, 'second'), {
    ...Object.fromEntries(
      Object.entries(TREE)
        .filter(([spec]) => !spec.includes(' = '))
        .reverse(),
    ),
    'bin/tool-1.0 = bin/tool': '',
  });
  await chmod(inHost(second, 'bin'), 0o700);
  await chmod(inHost(second, 'bin/tool'), 0o4711);
  await chmod(inHost(second, 'lib/libx.so.1'), 0o600);
  await chmod(inHost(second, 'empty'), 0o1777);
  await utimes(inHost(second, 'lib/libx.so.1'), 1, 1);
  await lutimes(inHost(second, 'bin/alias'), 1, 1);
  await run('chown', ['-hR', '12:34', second]).catch(() => {
    t.log('not root: owners stay');
  });

  const one = await packTree(first, inHost(folder, '1.tgz'), { epoch: EPOCH });
  const two = await packTree(second, inHost(folder, '2.tgz'), { epoch: EPOCH });
  t.deepEqual(one, two);
  t.true((await readFile(inHost(folder, '1.tgz'))).equals(await readFile(inHost(folder, '2.tgz'))));
});

test('long and foreign names come back from GNU tar as they were', async (t) => {
  const folder = await temporaryFolder(t);
  const deep = `${'d'.repeat(120)}/${'e'.repeat(120)}/${'f'.repeat(120)}`;
  const tree = await plant(inHost(folder, 'tree'), {
    [`${deep}/file`]: 'deep',
    ['n'.repeat(100)]: 'hundred',
    [`p/${'q'.repeat(99)}/${'r'.repeat(98)}`]: 'split',
    'share/größe-日本語 𝄞.txt': 'foreign',
    [`far -> ${deep}/file`]: '',
    [`near = ${deep}/file`]: '',
  });
  const tarball = inHost(folder, 'a.tgz');
  const once = await packTree(tree, tarball, { epoch: EPOCH });
  t.deepEqual(await packTree(tree, tarball, { epoch: EPOCH }), once);

  const out = inHost(folder, 'out');
  await mkdir(out);
  await run('tar', ['-xzf', tarball, '-C', out]);
  await run('diff', ['-r', '--no-dereference', tree, out]);
  t.is((await stat(inHost(out, 'near'))).ino, (await stat(inHost(out, deep, 'file'))).ino);
});

test('names are sorted by their bytes, not by UTF-16', async (t) => {
  const folder = await temporaryFolder(t);
  const tree = await plant(inHost(folder, 'tree'), { '\u{10000}': '', '\uffee': '', Z: '', a: '' });
  await packTree(tree, inHost(folder, 'a.tgz'), { epoch: EPOCH });
  const names = (await listing(inHost(folder, 'a.tgz'))).map((line) => line.split(' ').at(-1));
  t.is(names.length, 4);
  t.deepEqual(names.slice(0, 2), ['Z', 'a']);
  t.deepEqual(names.slice(2), ['\uffee', '\u{10000}']);
});

test('an empty tree gives an empty tar', async (t) => {
  const folder = await temporaryFolder(t);
  const tree = await plant(inHost(folder, 'tree'), {});
  const packed = await packTree(tree, inHost(folder, 'a.tgz'), { epoch: EPOCH });
  t.is(packed.files, 0);
  t.deepEqual(await listing(inHost(folder, 'a.tgz')), []);
  t.true((await tarInside(inHost(folder, 'a.tgz'))).equals(Buffer.alloc(1024)));
});

test('extra files are packed in their place, and take that of a file with the same path', async (t) => {
  const folder = await temporaryFolder(t);
  const tree = await plant(inHost(folder, 'tree'), { 'bin/x': 'x', 'sources.yml': 'old', zoo: '' });
  const extra = [
    { path: 'sources.yml', content: 'größe: 1\n' },
    { path: 'bin/.note', content: '' },
  ];
  const packed = await packTree(tree, inHost(folder, 'a.tgz'), { epoch: EPOCH, extra });
  t.is(packed.files, 5);
  const out = inHost(folder, 'out');
  await mkdir(out);
  await run('tar', ['-xzf', inHost(folder, 'a.tgz'), '-C', out]);
  t.is(await readFile(inHost(out, 'sources.yml'), 'utf8'), 'größe: 1\n');
  const names = (await listing(inHost(folder, 'a.tgz'))).map((line) => line.split(' ').at(-1));
  t.deepEqual(names, ['bin/', 'bin/.note', 'bin/x', 'sources.yml', 'zoo']);
});

test('what is neither file, directory nor link is refused by name', async (t) => {
  const folder = await temporaryFolder(t);
  const tree = await plant(inHost(folder, 'tree'), { 'var/a': '' });
  await run('mkfifo', [inHost(tree, 'var/pipe')]);
  await t.throwsAsync(packTree(tree, inHost(folder, 'a.tgz'), { epoch: EPOCH }), {
    code: 'NOT_PACKABLE',
    message: 'cannot pack var/pipe: it is a named pipe',
  });
  t.deepEqual(await readdir(folder), ['tree']);
});

test('a name that is not UTF-8 is refused', async (t) => {
  const folder = await temporaryFolder(t);
  const tree = await plant(inHost(folder, 'tree'), {});
  await writeFile(Buffer.concat([Buffer.from(`${tree}/a`), Buffer.of(0xff)]), '');
  await t.throwsAsync(packTree(tree, inHost(folder, 'a.tgz'), { epoch: EPOCH }), {
    code: 'NOT_PACKABLE',
    message: /^cannot pack a\ufffd: its name or target is not UTF-8$/,
  });
});

test('packing that is given up leaves nothing', async (t) => {
  const folder = await temporaryFolder(t);
  const tree = await plant(inHost(folder, 'tree'), TREE);
  const signal = AbortSignal.abort(new Error('given up'));
  await t.throwsAsync(packTree(tree, inHost(folder, 'out/a.tgz'), { epoch: EPOCH, signal }), {
    message: 'given up',
  });
  t.deepEqual(await readdir(folder), ['tree']);
});

test('memory does not grow with the tree', async (t) => {
  const folder = await temporaryFolder(t);
  const tree = await plant(inHost(folder, 'tree'), { large: '' });
  await truncate(inHost(tree, 'large'), 200 * 1024 * 1024);
  const [program, script] = compiled(hostPath(import.meta.dirname, 'process/pack.ts'));
  const { stdout } = await run(program, [script, tree, inHost(folder, 'a.tgz')]);
  const { before, after } = JSON.parse(stdout) as { before: number; after: number };
  t.log(`${before} MB before, at most ${after} MB`);
  t.true(after - before < 80, `${before} MB before, at most ${after} MB`);
});

test('an abort ends the looking for what is to be packed, too', async (t) => {
  const folder = await temporaryFolder(t);
  await run('mkfifo', [inHost(folder, 'pipe')]);
  const signal = AbortSignal.abort(new Error('given up'));
  await t.throwsAsync(packTree(folder, inHost(folder, 'a.tgz'), { epoch: EPOCH, signal }), {
    message: 'given up',
  });
});
