import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { sha256Of } from '../../src/files/index.js';

const project = hostPath(import.meta.dirname, '../..');

async function applicationWith(t: ExecutionContext, packages: string): Promise<HostPath> {
  const folder = hostPath(await mkdtemp(path.join(os.tmpdir(), 'binary-builder-vendor-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeFile(inHost(folder, 'packages.yml'), packages);
  return folder;
}

async function vendor(folder: HostPath, ...words: string[]) {
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    ['--import=tsx', inHost(project, 'examples/vendor-packages.ts'), ...words],
    {
      cwd: project,
      env: { PATH: process.env.PATH, BINARY_BUILDER_CACHE: inHost(folder, 'cache') },
      extendEnv: false,
      reject: false,
    },
  );
  return { exitCode, stdout, stderr };
}

test('packages that are there already stay, and nothing is fetched', async (t) => {
  const folder = await applicationWith(t, '');
  const target = inHost(folder, 'vendor');
  const files = ['plain-1.0.tar.gz', 'wheel-1.0-py3-none-any.whl'] as const;
  await mkdir(target);
  for (const name of files) await writeFile(inHost(target, name), name);
  const digest = async (name: string) => (await sha256Of(inHost(target, name))) ?? '';
  await writeFile(
    inHost(folder, 'packages.yml'),
    `sources:
  - package: plain
    suite: bookworm
    version: 1.10
    file: ${files[0]}
    sha256: ${await digest(files[0])}
wheels:
  - package: python3-wheel-whl
    stack: debian12
    path: usr/share/python-wheels/${files[1]}
    sha256: ${await digest(files[1])}
`,
  );
  t.deepEqual(await vendor(folder, target), { exitCode: 0, stdout: files.join('\n'), stderr: '' });
  t.deepEqual((await readdir(folder)).sort(), ['packages.yml', 'vendor']);
});

test('a file name that leads out of the folder is refused', async (t) => {
  const folder = await applicationWith(
    t,
    `sources: [{ package: a, suite: b, version: 1, file: ../a.tar.gz, sha256: ${'0'.repeat(64)} }]\nwheels: []\n`,
  );
  const { exitCode, stderr } = await vendor(folder, inHost(folder, 'vendor'));
  t.is(exitCode, 1);
  t.regex(stderr, /not a plain file name/);
  t.deepEqual(await readdir(folder), ['packages.yml']);
});

test('a stack that is not known is told', async (t) => {
  const folder = await applicationWith(
    t,
    `sources: []\nwheels: [{ package: a, stack: debian, path: a.whl, sha256: ${'0'.repeat(64)} }]\n`,
  );
  const { exitCode, stderr } = await vendor(folder, inHost(folder, 'vendor'));
  t.is(exitCode, 2);
  t.regex(stderr, /^there is no stack 'debian'\n/);
});

test('without a folder it says how it is called', async (t) => {
  const folder = await applicationWith(t, '');
  t.deepEqual(await vendor(folder), {
    exitCode: 2,
    stdout: '',
    stderr: 'usage: node --import=tsx examples/vendor-packages.ts FOLDER',
  });
});
