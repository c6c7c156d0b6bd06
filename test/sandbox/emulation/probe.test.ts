import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import test, { type ExecutionContext } from 'ava';
import { ARCHITECTURES, machineArch } from '../../../src/architecture.js';
import { isRoot } from '../../../src/program/build-user.js';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { combined, explained } from '../../../src/sandbox/emulation/probe.js';
import { findProgram } from '../../../src/program/index.js';
import { openSandbox, probeEmulator } from '../../../src/sandbox/index.js';
import { testContext } from '../../prepared-root.js';
import { FOREIGN, foreignRoot } from '../foreign-root.js';

const ordinary = {
  works: false,
  code: 'NO_SANDBOX',
  reason: 'nothing is registered',
  remedy: 'register it',
  ordinary: true,
} as const;
const old = { works: false, code: 'NO_SANDBOX', reason: 'the kernel is old', remedy: 'x' } as const;
const absent = {
  works: false,
  code: 'MISSING_PROGRAM',
  reason: 'no proot',
  remedy: 'get it',
} as const;

test('says why a better way is not taken, where that is something to know', (t) => {
  const tools = { proot: hostPath('/p'), qemu: hostPath('/q'), libraries: [] };
  const proot = {
    works: true,
    emulator: { kind: 'proot', arch: 's390x', tools },
    reason: 'PRoot 5.1.0',
  } as const;
  t.deepEqual(explained(proot, [ordinary, old]), {
    ...proot,
    reason: 'PRoot 5.1.0; the kernel is old',
    better: 'register it',
  });
  const own = {
    works: true,
    emulator: { kind: 'private', arch: 's390x', qemu: hostPath('/q') },
    reason: 'its own',
  } as const;
  t.deepEqual(explained(own, [ordinary]), own);
});

test('says why nothing works, once each, and what is nearest at hand', (t) => {
  t.deepEqual(combined([ordinary, old, absent]), {
    works: false,
    code: 'MISSING_PROGRAM',
    reason: 'the kernel is old; no proot',
    remedy: 'get it',
  });
  t.is(combined([ordinary, absent, absent]).reason, 'no proot');
  t.is(combined([ordinary]).reason, 'nothing is registered');
});

test("the machine's own architecture needs no emulator", async (t) => {
  const own = machineArch() ?? 'x64';
  t.deepEqual(await probeEmulator(own, 'podman'), {
    works: true,
    emulator: undefined,
    reason: "this machine's own",
  });
});

test('the machine itself runs no other architecture', async (t) => {
  t.like(await probeEmulator(FOREIGN, 'host'), {
    works: false,
    reason: 'the runner host runs programs of this machine alone',
  });
});

test('containers have what is registered, and nothing else', async (t) => {
  const binfmt = hostPath('/nowhere');
  for (const runner of ['podman', 'docker'] as const) {
    t.like(await probeEmulator(FOREIGN, runner, { binfmt }), {
      works: false,
      code: 'NO_SANDBOX',
      reason: `nothing is registered for ${FOREIGN} with this machine's binfmt_misc`,
      remedy: 'apt-get install --yes --reinstall binfmt-support qemu-user-static',
    });
  }
});

// These change the environment, so they come after the others, one by one.

function environment(t: ExecutionContext, name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  t.teardown(() => {
    if (before === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before;
  });
}

/** A PATH with some programs of this one. */
async function programs(t: ExecutionContext, names: readonly string[]): Promise<HostPath> {
  const path = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'sandbox-test-')));
  t.teardown(() => rm(path, { recursive: true, force: true }));
  for (const name of names) {
    const file = await findProgram(name);
    if (file !== undefined) await symlink(file, inHost(path, name));
  }
  environment(t, 'PATH', path);
  return path;
}

const qemu = `qemu-${ARCHITECTURES[FOREIGN].qemu}-static`;
const nothing = { binfmt: hostPath('/nowhere') };

test.serial('a container is refused a way that it does not have', async (t) => {
  environment(t, 'BINARY_BUILDER_EMULATOR', 'proot');
  t.deepEqual(await probeEmulator(FOREIGN, 'podman', nothing), {
    works: false,
    code: 'NO_SANDBOX',
    reason: "podman emulates with what is registered with this machine's binfmt_misc alone",
    remedy: 'unset BINARY_BUILDER_EMULATOR, or use --runner bubblewrap',
  });
});

test.serial('an unknown way is wrong use', async (t) => {
  environment(t, 'BINARY_BUILDER_EMULATOR', 'qemu');
  await t.throwsAsync(probeEmulator(FOREIGN, 'bubblewrap'), { code: 'USAGE' });
  await t.throwsAsync(probeEmulator(FOREIGN, 'host'), { code: 'USAGE' });
});

test.serial('what is registered can be insisted on', async (t) => {
  environment(t, 'BINARY_BUILDER_EMULATOR', 'binfmt');
  t.like(await probeEmulator(FOREIGN, 'bubblewrap', nothing), {
    works: false,
    reason: `nothing is registered for ${FOREIGN} with this machine's binfmt_misc`,
  });
});

test.serial('without qemu its package is named, by a sandbox too', async (t) => {
  const root = await foreignRoot();
  await programs(t, ['bwrap', 'unshare', 'mount', 'sh', 'proot', 'ldd']);
  t.deepEqual(await probeEmulator(FOREIGN, 'bubblewrap', nothing), {
    works: false,
    code: 'MISSING_PROGRAM',
    reason: `the program ${qemu} is not on this machine`,
    remedy: 'apt-get install --yes qemu-user-static',
  });
  environment(t, 'BINARY_BUILDER_EMULATOR', 'proot');
  const open = openSandbox({ name: 'bubblewrap' }, root, testContext);
  const error = await t.throwsAsync(open, {
    code: 'MISSING_PROGRAM',
    message: `programs for ${FOREIGN} can't be run on this machine: the program ${qemu} is not on this machine`,
  });
  t.like(error, { hint: 'Mend it with: apt-get install --yes qemu-user-static' });
});

test.serial('a qemu that does not run is as good as none', async (t) => {
  const path = await programs(t, ['sh']);
  await writeFile(inHost(path, qemu), '#!/bin/sh\nexit 1\n');
  await chmod(inHost(path, qemu), 0o755);
  t.like(await probeEmulator(FOREIGN, 'bubblewrap', nothing), {
    works: false,
    code: 'MISSING_PROGRAM',
    reason: `${path}/${qemu} does not run`,
  });
});

test.serial('without PRoot its package is named', async (t) => {
  await programs(t, ['bwrap', 'unshare', 'mount', 'sh', 'ldd', qemu]);
  environment(t, 'BINARY_BUILDER_EMULATOR', 'proot');
  t.deepEqual(await probeEmulator(FOREIGN, 'bubblewrap', nothing), {
    works: false,
    code: 'MISSING_PROGRAM',
    reason: 'the program proot is not on this machine',
    remedy: 'apt-get install --yes proot',
  });
});

test.serial(
  'where a sandbox can have no binfmt_misc of its own, PRoot is taken, with the reason',
  async (t) => {
    if (!isRoot()) {
      t.log(
        'not tried: only for root is what is in a closed folder out of reach of who registers it',
      );
      t.pass();
      return;
    }
    await programs(t, ['bwrap', 'unshare', 'mount', 'sh', 'ldd', 'proot', 'cat', qemu]);
    const status = await probeEmulator(FOREIGN, 'bubblewrap', nothing);
    t.true(status.works, status.reason);
    t.regex(
      status.reason,
      /^PRoot \d\S*, qemu-\S+-static \d+\.\d+; a sandbox can't have a binfmt_misc of its own here \(Linux \d+\.\d+\): register: .*I\/O error$/,
    );
    t.like(status, { better: 'apt-get install --yes --reinstall binfmt-support qemu-user-static' });
  },
);

test.serial('what was found out is remembered', async (t) => {
  await programs(t, []);
  const first = probeEmulator(FOREIGN, 'bubblewrap', nothing);
  t.is(await first, await probeEmulator(FOREIGN, 'bubblewrap', nothing));
});
