import { lstat, readdir, readFile } from 'node:fs/promises';
import test from 'ava';
import { ARCHITECTURES, machineArch } from '../../../src/architecture.js';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { findStack, loadStacks, prepareRoot, type Root } from '../../../src/stack/index.js';
import { layersOf } from '../../../src/stack/root/layer.js';
import { failedPackages } from '../../../src/stack/bootstrap/mmdebstrap.js';
import { testCache, testContext } from '../../prepared-root.js';
import type { Context } from '../../../src/store/index.js';

/** An architecture that this machine isn't. */
const arch = machineArch() === 's390x' ? 'x64' : 's390x';
const context: Context = testContext;

async function foreignRoot(packages: readonly string[] = [], within = context): Promise<Root> {
  const stack = findStack(
    await loadStacks([hostPath(import.meta.dirname, '../../../stacks')]),
    'debian12',
  );
  return await prepareRoot({ stack, arch, toolchain: false, packages, form: 'directory' }, within);
}

/** `e_machine` of a binary, by the ELF specification. */
async function machineOf(file: HostPath): Promise<number> {
  const header = await readFile(file);
  const bigEndian = header.readUInt8(5) === 2;
  return bigEndian ? header.readUInt16BE(18) : header.readUInt16LE(18);
}

test('a root of another architecture is like one of the machine’s own', async (t) => {
  const root = await foreignRoot();
  if (root.kind !== 'directory') throw new Error('not a directory');
  const at = (path: string) => inHost(root.directory, path);
  t.like(root, { arch, role: 'base', glibc: '2.36', compiler: null });
  t.is(await machineOf(at('usr/bin/bash')), ARCHITECTURES[arch].elf.code);
  for (const name of ['libffi8', 'apt', 'python3', 'ccache']) t.false(name in root.packages, name);
  for (const name of ['bin', 'lib', 'sbin']) t.true((await lstat(at(name))).isSymbolicLink(), name);
  t.is(await readFile(at('etc/hostname'), 'utf8'), 'stack\n');
  for (const gone of ['etc/resolv.conf', 'etc/ld.so.cache', 'etc/apt/sources.list']) {
    await t.throwsAsync(lstat(at(gone)), { code: 'ENOENT' }, gone);
  }
  t.deepEqual(await readdir(at('tmp')), []);
});

test('packages go on top of it', async (t) => {
  const base = await foreignRoot();
  const root = await foreignRoot(['libffi-dev']);
  if (root.kind !== 'directory') throw new Error('not a directory');
  t.is(root.base, base.digest);
  t.true('libffi-dev' in root.packages);
  t.true('bash' in root.packages);
  const { triplet, elf } = ARCHITECTURES[arch];
  const library = inHost(root.directory, 'usr/lib', triplet, 'libffi.so.8');
  t.is(await machineOf(library), elf.code);
});

test('a package whose script puts its settings where the machine has its own goes on top, and the machine is as it was', async (t) => {
  const before = await readdir('/etc');
  const root = await foreignRoot(['readline-common']);
  t.true('readline-common' in root.packages);
  t.deepEqual(await readdir('/etc'), before);
});

test('a package that Debian does not have is named for another architecture too', async (t) => {
  await foreignRoot();
  const error = await t.throwsAsync(foreignRoot(['no-such-package']), { code: 'STACK_NOT_READY' });
  t.regex(JSON.stringify(error), /Debian bookworm has no package named no-such-package\./);
  t.regex(JSON.stringify(error), /E: Unable to locate package no-such-package/);
});

test('a package whose scripts need a running root is named, and the machine is as it was', async (t) => {
  await foreignRoot();
  const before = await readFile('/etc/ca-certificates.conf').catch(() => undefined);
  const error = await t.throwsAsync(foreignRoot(['ca-certificates']), { code: 'STACK_NOT_READY' });
  t.regex(
    JSON.stringify(error),
    /Scripts of ca-certificates work in a running root only, and a root of another architecture isn't run while it is made: do without, or make it on a machine of that architecture\./,
  );
  t.deepEqual(await readFile('/etc/ca-certificates.conf').catch(() => undefined), before);
});

test('an interrupted preparation for another architecture leaves nothing half made', async (t) => {
  await foreignRoot();
  const abort = new AbortController();
  const packages = ['netcat-openbsd'];
  const preparing = foreignRoot(packages, {
    folders: testContext.folders,
    signal: abort.signal,
    emit: (event) => {
      if (JSON.stringify(event).includes('downloading packages')) abort.abort();
    },
  });
  await t.throwsAsync(preparing, { code: 'INTERRUPTED' });
  const stack = findStack(
    await loadStacks([hostPath(import.meta.dirname, '../../../stacks')]),
    'debian12',
  );
  const [, made] = layersOf({
    ...{ stack, arch, machine: machineArch(), generation: '' },
    ...{ toolchain: false, packages },
  });
  const left = (await readdir(inHost(testCache, 'stacks'))).filter((name) =>
    name.startsWith(made?.key ?? ''),
  );
  t.deepEqual(left, []);
});

test('reads which packages dpkg could not install', (t) => {
  const said =
    'Errors were encountered while processing:\n ccache:s390x\n ca-certificates\nE: setup failed\n';
  t.deepEqual(failedPackages(said), ['ccache', 'ca-certificates']);
  t.deepEqual(failedPackages('E: something else\n'), []);
});
