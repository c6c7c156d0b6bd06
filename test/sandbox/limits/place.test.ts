import { mkdir, readdir, writeFile } from 'node:fs/promises';
import test from 'ava';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { decideLimits } from '../../../src/sandbox/index.js';
import { settingsFor } from '../../../src/sandbox/limits/cgroup/cgroup.js';
import { cgroupName, ownerOf, ownSelf } from '../../../src/sandbox/limits/cgroup/name.js';
import { cgroupCandidates } from '../../../src/sandbox/limits/cgroup/place.js';
import { parentsFor, removeStale } from '../../../src/sandbox/limits/cgroup/usable.js';
import { folder } from '../behaviour.js';

const v1 = (controller: string, root = '/') =>
  `35 31 0:32 ${root} /sys/fs/cgroup/${controller} rw,relatime - cgroup cgroup rw,${controller}`;
const v2 = (root = '/', at = '/sys/fs/cgroup') =>
  `38 31 0:38 ${root} ${at} rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate`;
const OTHER = '23 1 254:0 / / rw,relatime - ext4 /dev/vda rw';

/** Controllers by folder, as a test reads them. */
const found = (cgroup: string, mounts: readonly string[]) =>
  cgroupCandidates(cgroup, [OTHER, ...mounts, ''].join('\n')).map(
    ({ version, folder: path, controllers }) => `v${version} ${path} ${controllers.join()}`,
  );

test('in version 1 each controller has a hierarchy of its own', (t) => {
  t.deepEqual(found('8:pids:/user\n4:memory:/user/me\n1:cpu:/\n', [v1('pids'), v1('memory')]), [
    'v1 /sys/fs/cgroup/pids/user pids',
    'v1 /sys/fs/cgroup/memory/user/me memory',
  ]);
});

test('in version 2 a place is in our own cgroup, or beside it', (t) => {
  t.deepEqual(found('0::/user.slice/app.slice/run.scope\n', [v2()]), [
    'v2 /sys/fs/cgroup/user.slice/app.slice/run.scope memory,pids',
    'v2 /sys/fs/cgroup/user.slice/app.slice memory,pids',
  ]);
  t.deepEqual(found('0::/\n', [v2()]), ['v2 /sys/fs/cgroup memory,pids']);
});

test('where both are, each is found where it is', (t) => {
  const mounts = [v1('memory'), v1('pids'), v2('/', '/sys/fs/cgroup/unified')];
  t.deepEqual(found('9:name=systemd:/\n8:pids:/\n4:memory:/a\n0::/\n', mounts), [
    'v1 /sys/fs/cgroup/pids pids',
    'v1 /sys/fs/cgroup/memory/a memory',
    'v2 /sys/fs/cgroup/unified memory,pids',
  ]);
});

test('controllers that are mounted together are one place', (t) => {
  const together = '35 31 0:32 / /cg rw - cgroup cgroup rw,pids,memory';
  t.deepEqual(found('4:pids,memory:/a\n', [together]), ['v1 /cg/a memory,pids']);
});

test('a container that sees its own part alone is in the root of what it sees', (t) => {
  t.deepEqual(found('4:memory:/docker/ab\n', [v1('memory', '/docker/ab')]), [
    'v1 /sys/fs/cgroup/memory memory',
  ]);
  t.deepEqual(found('4:memory:/docker/ab/c\n', [v1('memory', '/docker/ab')]), [
    'v1 /sys/fs/cgroup/memory/c memory',
  ]);
});

test('no place is found outside of what is seen, nor where nothing is mounted', (t) => {
  t.deepEqual(found('4:memory:/docker/abc\n', [v1('memory', '/docker/ab')]), []);
  t.deepEqual(found('0::/../other\n', [v2()]), []);
  t.deepEqual(found('0::/a\n', [v2('/../..')]), []);
  t.deepEqual(found('4:memory:/\n0::/\n', []), []);
  t.deepEqual(found('', [v2()]), []);
  t.deepEqual(found('what is this\n4:memory\n', [v1('memory'), 'nor this']), []);
});

test('a mount point with a space in its name is understood', (t) => {
  t.deepEqual(found('0::/\n', [v2('/', '/my\\040cgroups')]), ['v2 /my cgroups memory,pids']);
});

/** A hierarchy of version 2 in plain files. */
async function hierarchy(at: HostPath, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(inHost(at, path, '..'), { recursive: true });
    await writeFile(inHost(at, path), text);
  }
  return v2('/', at);
}

test('in version 2 only what a cgroup hands on can be set below it', async (t) => {
  const at = await folder(t);
  const mounts = await hierarchy(at, {
    'app.slice/cgroup.subtree_control': 'cpu memory pids\n',
    'app.slice/run.scope/cgroup.subtree_control': '\n',
    'app.slice/run.scope/memory.max': '1073741824\n',
  });
  const [parent, ...others] = await parentsFor('0::/app.slice/run.scope\n', mounts);
  t.deepEqual(others, []);
  t.like(parent, {
    version: 2,
    folder: inHost(at, 'app.slice'),
    controllers: ['memory', 'pids'],
    // Beside our own cgroup, nothing may take more than in it.
    ceiling: 1_073_741_824,
  });
  t.deepEqual(await parentsFor('0::/app.slice/run.scope/deeper\n', mounts), []);
});

test('of a limit and what we are held to ourselves, the lower is set', (t) => {
  const asked = (memory: number | undefined) =>
    decideLimits(
      { recipe: {}, commandLine: { processes: 9, ...(memory && { memory }) } },
      { emulated: false, memory: 1000 },
    );
  const parent = { version: 2, controllers: ['memory', 'pids'], ceiling: 600 } as const;
  const pids = { file: 'pids.max', value: 9, needed: true };
  t.deepEqual(settingsFor(parent, asked(undefined)), [
    pids,
    { file: 'memory.max', value: 600, needed: true },
  ]);
  t.deepEqual(settingsFor({ ...parent, ceiling: undefined }, asked(2000)), [
    pids,
    { file: 'memory.max', value: 2000, needed: true },
    { file: 'memory.swap.max', value: 0, needed: false },
  ]);
  t.deepEqual(settingsFor({ version: 1, controllers: ['memory'], ceiling: undefined }, asked(7)), [
    { file: 'memory.limit_in_bytes', value: 7, needed: true },
    { file: 'memory.memsw.limit_in_bytes', value: 7, needed: false },
  ]);
});

test('what a process left that has died is removed, and nothing else', async (t) => {
  const at = await folder(t);
  const self = await ownSelf();
  const names = {
    own: cgroupName(self, 1),
    reused: cgroupName({ ...self, started: '1' }, 1),
    dead: cgroupName({ ...self, pid: 2 ** 22 + 1 }, 3),
    elsewhere: cgroupName({ ...self, namespace: '7', pid: 2 ** 22 + 1 }, 1),
    foreign: 'binary-builder-things',
  };
  for (const name of Object.values(names)) await mkdir(inHost(at, name));
  await removeStale([{ folder: at }, { folder: hostPath('/no/such/folder') }]);
  t.deepEqual((await readdir(at)).sort(), [names.own, names.elsewhere, names.foreign].sort());
  t.deepEqual(ownerOf(names.own), self);
});
