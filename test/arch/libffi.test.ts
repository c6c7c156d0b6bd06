import { readFile } from 'node:fs/promises';
import test from 'ava';
import { execa } from 'execa';
import { inHost, type HostPath } from '../../src/path.js';
import { once } from '../e2e/builds/once.js';
import { unpacked } from '../e2e/builds/platform.js';
import { membersOf } from '../e2e/builds/published.js';
import { build, openWorkshop, sharedFolder } from '../e2e/builds/workshop.js';

const folder = sharedFolder();

const buildIn = async (mode: 'cross' | 'emulated', through: readonly string[] = []) =>
  build(
    { request: 'libffi@3.4.4', args: ['--arch=s390x', `--build-mode=${mode}`] },
    { runner: 'bubblewrap', jobs: 2, through },
    await openWorkshop(folder, mode),
  );

const cross = once(() => buildIn('cross'));
// Nothing is registered anywhere then.
const emulated = once(() => buildIn('emulated', ['env', 'BINARY_BUILDER_EMULATOR=proot']));

test('a libffi for s390x is built emulated through PRoot, and tested there', async (t) => {
  const { record, events } = await emulated();
  t.deepEqual(record.built, { mode: 'emulated' });
  t.true(events.some(({ type, phase }) => type === 'phase.finished' && phase === 'test'));
});

test('cross and emulated have the same files, and libraries with the same doors', async (t) => {
  const [one, other] = await Promise.all([cross(), emulated()]);
  const trees = await Promise.all([
    unpacked(one.artifact, inHost(folder, 'cross-tree')),
    unpacked(other.artifact, inHost(folder, 'emulated-tree')),
  ]);
  const pathsOf = async (built: typeof one) => (await membersOf(built)).map(({ path }) => path);
  const paths = await pathsOf(one);
  t.deepEqual(await pathsOf(other), paths);

  const differing: string[] = [];
  for (const path of paths) {
    const [a, b] = await Promise.all(trees.map((tree) => bytesOf(inHost(tree, path))));
    if (a !== undefined && b !== undefined && !a.equals(b)) differing.push(path);
  }
  // docs/architectures.md says what it is in each.
  t.deepEqual(differing, ['lib/libffi.so', 'lib/libffi.so.8', 'lib/libffi.so.8.1.2']);
  const [doors, others] = await Promise.all(
    trees.map((tree) => doorsOf(inHost(tree, 'lib/libffi.so.8.1.2'))),
  );
  t.deepEqual(doors, others);
  const [code, otherCode] = await Promise.all(
    trees.map((tree) => codeOf(inHost(tree, 'lib/libffi.so.8.1.2'))),
  );
  t.is(code, otherCode);
});

async function bytesOf(path: HostPath): Promise<Buffer | undefined> {
  return await readFile(path).catch(() => undefined);
}

/** A library's machine code. */
async function codeOf(library: HostPath): Promise<string> {
  const { stdout } = await execa('readelf', ['--hex-dump=.text', library]);
  return stdout;
}

/** What a library offers and asks for, sorted, without addresses. */
async function doorsOf(library: HostPath): Promise<string[]> {
  const { stdout } = await execa('readelf', ['--wide', '--dyn-syms', '--dynamic', library]);
  return stdout
    .split('\n')
    .flatMap(
      (line) =>
        /\((?:NEEDED|SONAME|RUNPATH|RPATH)\).*/.exec(line)?.[0] ??
        /(?:FUNC|OBJECT|NOTYPE) +(?:GLOBAL|WEAK) +DEFAULT +(?:\d+|UND) (.*)$/.exec(line)?.[1] ??
        [],
    )
    .sort();
}
