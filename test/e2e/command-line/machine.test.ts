import { mkdir, symlink, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { runCli } from '../cli.js';
import { archive, failsWith, filesBelow, workspace, writeRecipe } from './fixture.js';

const BUILD = ['build', 'tiny@1.0', '--stack=debian12'];

/** Starts the program where some mounts exist for it alone, which end with it. */
function withMounts(script: string, ...args: string[]): string[] {
  const root = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  return [
    'unshare',
    '--mount',
    ...root,
    'sh',
    '-ec',
    `${script}; shift ${args.length}; exec "$@"`,
    'sh',
    ...args,
  ];
}

/** A cache on a disk of 4 MB, beside the shared stack. */
function smallCache(cache: HostPath): string[] {
  const script = 'mount -t tmpfs -o size=4m tmpfs "$1"; ln -s "$2" "$1/stacks"';
  return withMounts(script, cache, hostPath(cache, '../cache/stacks'));
}

async function smallDisk(t: ExecutionContext, files: Readonly<Record<string, string>>) {
  const here = await workspace(t);
  const source = await archive(here.folder, files, 'large-1.0');
  await writeRecipe({ ...here, source });
  const cache = inHost(here.folder, 'small');
  await mkdir(cache);
  return { ...here, cache, through: smallCache(cache) };
}

test('a full disk while the source is fetched: says which and what to do', async (t) => {
  const { stdout } = await execa('head', ['-c', '4500000', '/dev/urandom'], { encoding: 'base64' });
  const here = await smallDisk(t, { noise: stdout });
  const said = failsWith(t, await runCli(BUILD, here), { exitCode: 4, code: 'DISK_FULL' });
  t.true(said.includes(`cannot write ${here.cache}/sources`), said);
  t.regex(said, /no space left on its disk/);
  t.regex(said, /→ Free some space there .*binary-builder cache prune/);
});

test('a full disk while the source is unpacked: says which and what to do', async (t) => {
  const here = await smallDisk(t, { zeros: '0'.repeat(8_000_000) });
  const said = failsWith(t, await runCli(BUILD, here), { exitCode: 4, code: 'DISK_FULL' });
  t.regex(said, /cannot write .*\/small\/work\/.*: no space left on its disk/);
  t.regex(said, /→ Free some space there/);
});

test('a full disk while a stack is made ready: says so, and where all of it is told', async (t) => {
  const here = await workspace(t);
  const cache = inHost(here.folder, 'small');
  await mkdir(cache);
  const through = withMounts('mount -t tmpfs -o size=30m tmpfs "$1"', cache);
  const run = await runCli(['stacks', 'prepare', 'debian12'], { ...here, cache, through });
  const said = failsWith(t, run, { exitCode: 4, code: 'DISK_FULL' });
  t.regex(said, /no space left on the disk while mmdebstrap made a root filesystem/);
});

/** Below the floor of free disk a step is ended before the disk is full. */
const WITHOUT_FLOOR = [...BUILD, '--limit=free-disk=none'];

test('a full disk while a step runs: the step’s own words when it ends of it', async (t) => {
  const here = await smallDisk(t, { 'hello.sh': '' });
  const fill =
    'if ! head -c 8000000 /dev/zero > object 2> /tmp/why; then rm object; cat /tmp/why; exit 1; fi';
  await writeRecipe(here, { build: { make: { run: fill } } });
  const said = failsWith(t, await runCli(WITHOUT_FLOOR, here), {
    exitCode: 4,
    code: 'STEP_FAILED',
  });
  t.regex(said, /│ .*No space left on device/);
});

test('a full disk on which a step’s log has no room any more: says which log', async (t) => {
  const here = await smallDisk(t, { 'hello.sh': '' });
  const fill =
    'head -c 8000000 /dev/zero > object || true; for n in {1..2000}; do echo "line $n"; done; exit 1';
  await writeRecipe(here, { build: { make: { run: fill } } });
  const said = failsWith(t, await runCli(WITHOUT_FLOOR, here), { exitCode: 4, code: 'DISK_FULL' });
  t.regex(said, /cannot write .*\/logs\/01-make\.log: no space left on its disk/);
});

test('a read-only output directory: says so, and that another can be given', async (t) => {
  const here = await workspace(t);
  const output = inHost(here.folder, 'output');
  await mkdir(output);
  const through = withMounts('mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"', output);
  const run = await runCli([...BUILD, '--output-dir', output], { ...here, through });
  const said = failsWith(t, run, { exitCode: 2, code: 'NOT_WRITABLE' });
  t.true(said.includes(`cannot write ${output}: `), said);
  t.regex(said, /the file system is read-only/);
  t.regex(said, /→ .*--output-dir/);
  t.notRegex(said, /✔ unpack/, 'found out before anything is built');
  t.deepEqual(await filesBelow(output), []);
});

test('a cache that can’t be written to: says so, and how to choose another', async (t) => {
  const here = await workspace(t);
  const file = inHost(here.folder, 'a-file');
  await writeFile(file, '');
  const run = await runCli(BUILD, { ...here, cache: inHost(file, 'cache') });
  const said = failsWith(t, run, { exitCode: 2, code: 'NOT_WRITABLE' });
  t.regex(said, /→ .*BINARY_BUILDER_CACHE/);
});

test('no sandbox: why each doesn’t work, and the command that mends it', async (t) => {
  const here = await workspace(t);
  const bin = inHost(here.folder, 'bin');
  await mkdir(bin);
  await symlink('/usr/bin/flock', inHost(bin, 'flock'));
  // A file of that name that can't be run, and a part of PATH that is no folder, are no programs.
  await writeFile(inHost(bin, 'docker'), '', { mode: 0o644 });
  const run = await runCli(BUILD, { ...here, env: { PATH: `/dev/null:${bin}` } });
  const said = failsWith(t, run, { exitCode: 2, code: 'NO_SANDBOX' });
  t.regex(said, /no sandbox works on this machine for the stack debian12/);
  t.regex(said, /│ bubblewrap {2}the program bwrap is not on this machine/);
  t.regex(said, /│ podman/);
  t.regex(said, /│ docker/);
  t.regex(said, /→ {3}bubblewrap {2}apt-get install --yes bubblewrap/);
  t.regex(said, /→ {3}podman +apt-get install/);
});
