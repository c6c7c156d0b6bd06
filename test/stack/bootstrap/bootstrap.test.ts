import { chmod, lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { mmdebstrapArguments, mmdebstrapInput } from '../../../src/stack/bootstrap/bootstrap.js';
import { runProgram } from '../../../src/program/run.js';
import { folder } from '../fixture.js';

const common = { suite: 'bookworm', architecture: 'amd64', mirrors: ['deb http://m.test b main'] };

test('a base is made from nothing', (t) => {
  const argv = mmdebstrapArguments({
    ...common,
    packages: [],
    from: { variant: 'essential' },
    mode: 'root',
  });
  t.deepEqual(
    argv.filter((argument) => !/^--(?:customize|setup)-hook=/.test(argument)),
    [
      '--mode=root',
      '--architectures=amd64',
      '--variant=essential',
      '--aptopt=APT::Sandbox::User "root"',
      '--format=tar',
      ...['bookworm', '-', ''],
    ],
  );
});

test('of standard input a hook makes the sources.list, for us alone, and leaves the parent’s tar', async (t) => {
  const parent = inHost(await folder(t, { 'root.tar': 'a tar' }), 'root.tar');
  const bootstrap = { ...common, packages: [], from: { parent }, mode: 'root' } as const;
  const input: Buffer[] = [];
  for await (const piece of mmdebstrapInput(bootstrap)) input.push(piece);
  const [hook = ''] = mmdebstrapArguments(bootstrap).flatMap(
    (argument) => /^--setup-hook=([^]*)$/.exec(argument)?.[1] ?? [],
  );
  const root = await folder(t);
  await mkdir(inHost(root, 'etc/apt'), { recursive: true });
  const both = ['sh', '-c', `sh -c "$1" exec "$2"; cat`, 'both', hook, root] as const;
  const { stdout } = await runProgram(both, { input: Buffer.concat(input) });
  t.is(stdout, 'a tar');
  const file = inHost(root, 'etc/apt/sources.list');
  t.is(await readFile(file, 'utf8'), 'deb http://m.test b main\n');
  t.is((await lstat(file)).mode & 0o777, 0o600);
});

test('where the machine knows no mirror, mmdebstrap takes its own', async (t) => {
  const none = { ...common, mirrors: [], packages: [], mode: 'root' } as const;
  const bootstrap = { ...none, from: { variant: 'essential' } } as const;
  const argv = mmdebstrapArguments(bootstrap);
  t.deepEqual(argv.slice(-2), ['bookworm', '-']);
  t.false(argv.some((argument) => argument.startsWith('--setup-hook=')));
  for await (const piece of mmdebstrapInput(bootstrap)) t.is(piece.length, 0);
});

test('a layer is made on top of its parent’s tar, by ordinary users too', async (t) => {
  const parent = inHost(await folder(t), 'root.tar');
  const argv = mmdebstrapArguments({
    ...common,
    packages: ['bison', 'flex'],
    from: { parent },
    mode: 'unshare',
  });
  t.true(argv.includes('--mode=unshare'));
  t.true(argv.includes('--variant=custom'));
  t.true(argv.includes('--include=bison,flex'));
  t.true(argv.some((argument) => argument.startsWith('--setup-hook=exec tar --extract')));
});

test('a base of another architecture is made without running anything of it', (t) => {
  const argv = mmdebstrapArguments({
    ...common,
    architecture: 's390x',
    packages: [],
    from: { variant: 'essential' },
    mode: 'chrootless',
  });
  t.deepEqual(
    argv.filter((argument) => !/^--(?:customize|setup)-hook=/.test(argument)),
    [
      '--mode=chrootless',
      '--architectures=s390x',
      '--variant=essential',
      '--hook-dir=/usr/share/mmdebstrap/hooks/maybe-merged-usr',
      '--aptopt=APT::Sandbox::User "root"',
      '--aptopt=DPkg::Options { "--force-depends"; };',
      '--format=tar',
      ...['bookworm', '-', ''],
    ],
  );
});

test('a layer of another architecture has the links into /usr from its parent', async (t) => {
  const parent = inHost(await folder(t), 'root.tar');
  const argv = mmdebstrapArguments({
    ...common,
    packages: ['bison'],
    from: { parent },
    mode: 'chrootless',
  });
  t.false(argv.some((argument) => argument.startsWith('--hook-dir=')));
  t.true(argv.some((argument) => argument.startsWith('--setup-hook=exec tar --extract')));
});

test('the machine’s host name and the mode of its file are in no root', async (t) => {
  const argv = mmdebstrapArguments({
    ...common,
    packages: [],
    from: { variant: 'essential' },
    mode: 'root',
  });
  const clean = argv.find((argument) => argument.startsWith('--customize-hook=')) ?? '';
  const root = await folder(t);
  await mkdir(inHost(root, 'etc'));
  const file = inHost(root, 'etc/hostname');
  await writeFile(file, 'machine\n');
  await chmod(file, 0o755);
  const hook = clean.slice('--customize-hook='.length);
  t.is((await runProgram(['sh', '-c', hook, 'hook', root])).exitCode, 0);
  t.is((await lstat(file)).mode & 0o7777, 0o644);
});
