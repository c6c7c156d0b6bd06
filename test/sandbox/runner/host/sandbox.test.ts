import { lstat, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import test from 'ava';
import { type Arch, machineArch } from '../../../../src/architecture.js';
import type { Event } from '../../../../src/event.js';
import { inHost, type HostPath } from '../../../../src/path.js';
import { isolatingRunners, openSandbox, type Sandbox } from '../../../../src/sandbox/index.js';
import { HostSandbox } from '../../../../src/sandbox/runner/host/sandbox.js';
import type { Root } from '../../../../src/stack/index.js';
import { testCache, testContext } from '../../../prepared-root.js';
import { bound, folder } from '../../behaviour.js';
import { command, ENVIRONMENT, script } from '../../command.js';
import { cacheFolders } from '../../../../src/store/index.js';

const machineAt = (cache: HostPath) => ({
  cache,
  emit: () => undefined,
  whose: {},
  isolating: isolatingRunners(),
});
const sandbox: Sandbox = new HostSandbox(machineAt(testCache));

const textOf = async (sandbox: Sandbox, text: string, mounts: Parameters<typeof script>[1] = []) =>
  (await sandbox.capture(script(text, mounts))).stdout.trimEnd();

const machine = machineArch() ?? 'x64';

function machineRoot(arch: Arch): Root {
  return {
    key: 'k',
    stack: 's',
    arch,
    role: 'machine',
    keptBy: null,
    digest: 'd',
    base: 'd',
    size: 0,
    glibc: '2.36',
    compiler: null,
    packages: {},
    created: '2026-01-01T00:00:00Z',
    kind: 'machine',
  };
}

test('says loudly that nothing is isolated', async (t) => {
  const events: Event[] = [];
  const emit = (event: Event) => events.push(event);
  const build = 'thing-1.0-debian12-x64-1a2b3c4d';
  const context = { folders: cacheFolders(testCache), emit, whose: { build } };
  await openSandbox({ name: 'host' }, machineRoot(machine), context);
  t.is(events.length, 1);
  t.like(events[0], { type: 'warning', build, stack: machineRoot(machine).stack });
  t.regex(JSON.stringify(events[0]), /isolates nothing/);
});

test('refuses to run what is for another architecture', async (t) => {
  const foreign = machine === 's390x' ? 'arm64' : 's390x';
  const open = openSandbox({ name: 'host' }, machineRoot(foreign), testContext);
  const error = await t.throwsAsync(open, {
    code: 'NO_SANDBOX',
    message: `programs for ${foreign} can't be run on this machine: the runner host runs programs of this machine alone`,
  });
  t.like(error, { hint: 'Mend it with: use --runner bubblewrap, podman or docker' });
});

test('gives the command the given environment, and the name of its directory', async (t) => {
  const { stdout } = await sandbox.capture(command(['env']));
  const expected = { ...ENVIRONMENT, PWD: '/' };
  t.deepEqual(
    stdout.trimEnd().split('\n').sort(),
    Object.entries(expected)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
  );
});

test('gives exit codes, signals and missing programs as everywhere', async (t) => {
  t.is((await sandbox.run(script('exit 7'))).exitCode, 7);
  t.is((await sandbox.run(script('kill -SEGV $$'))).exitCode, 139);
  t.is((await sandbox.run(command(['no-such-program']))).exitCode, 127);
});

test('keeps both streams apart when they are captured, and our own words out of them', async (t) => {
  const captured = await sandbox.capture(script('echo out; echo err >&2; exit 3'));
  t.deepEqual(captured, { exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
});

test('shows mounts as links while a command runs, with directories made for them', async (t) => {
  const place = await folder(t);
  const box = await folder(t);
  await writeFile(inHost(box, 'in'), 'hello');
  const guest = `${place}/app/.heroku/tree`;
  t.is(await textOf(sandbox, `cat ${guest}/in`, [bound(box, guest)]), 'hello');
  t.deepEqual(await readdir(place), []);
});

test('replaces a link of ours that a crash left', async (t) => {
  const place = await folder(t);
  const cache = await folder(t);
  const box = inHost(cache, 'box');
  await mkdir(box);
  await writeFile(inHost(box, 'in'), 'new');
  const guest = inHost(place, 'tree');
  await symlink(inHost(cache, 'old'), guest);
  const own = new HostSandbox(machineAt(cache));
  t.is(await textOf(own, `cat ${guest}/in`, [bound(box, guest)]), 'new');
  await t.throwsAsync(lstat(guest), { code: 'ENOENT' });
});

test('refuses a path that is somebody else’s, and leaves it alone', async (t) => {
  const place = await folder(t);
  const box = await folder(t);
  const guest = inHost(place, 'tree');
  await mkdir(inHost(guest, 'precious'), { recursive: true });
  await t.throwsAsync(sandbox.run(script('exit 0', [bound(box, guest)])), {
    code: 'SANDBOX_FAILED',
    message: `${guest} is taken, and the runner host needs that path`,
  });
  t.deepEqual(await readdir(guest), ['precious']);
});

test('kills what a command leaves running', async (t) => {
  const { exitCode } = await sandbox.run(script('sleep 600 & exit 4'));
  t.is(exitCode, 4);
});

test('ends the command when it is aborted', async (t) => {
  const abort = new AbortController();
  const run = sandbox.run(script('echo started; sleep 600'), {
    signal: abort.signal,
    onOutput: () => {
      abort.abort();
    },
  });
  await t.throwsAsync(run, { code: 'INTERRUPTED' });
});
