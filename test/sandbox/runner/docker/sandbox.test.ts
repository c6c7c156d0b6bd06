import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { execa } from 'execa';
import { hostPath, inHost } from '../../../../src/path.js';
import { openSandbox, probeRunner, rootFormOf } from '../../../../src/sandbox/index.js';
import { findStack, loadStacks } from '../../../../src/stack/index.js';
import { preparedRoot, testCache, testContext } from '../../../prepared-root.js';
import { behavesAsSandbox, isolates } from '../../behaviour.js';

// Docker's client is real; where docker's engine isn't there, podman's service stands in for it.
const standIn = await startStandIn();
const status = await probeRunner('docker', { cache: testCache });

if (status.works) {
  const stacks = await loadStacks([hostPath(import.meta.dirname, '../../../../stacks')]);
  const form = rootFormOf(status.runner, findStack(stacks, 'debian12'));
  const root = await preparedRoot({ form });
  const open = () => openSandbox(status.runner, root, testContext);
  behavesAsSandbox(open);
  const { engine } = status.runner;
  isolates(open, {
    // Its daemon has one map of users for all, so that root runs containers as nobody inside too.
    user: engine?.user.replace(':', '\n') ?? '',
    // Podman gives an empty /run the permissions of the image's own, which is root's.
    ...(engine?.ownFilter === true && { scratch: ['/tmp/x', '/var/tmp/x', '/dev/shm/x'] }),
  });

  test('has the root that other runners have', async (t) => {
    t.is(root.kind, 'image');
    t.is(root.digest, (await preparedRoot()).digest);
  });
} else {
  test.skip(`docker doesn't work here: ${status.reason}`, () => undefined);
}

test.after.always(() => standIn?.stop());

async function startStandIn(): Promise<{ stop: () => Promise<void> } | undefined> {
  if ((await probeRunner('docker', { cache: testCache })).works) return undefined;
  const podman = await probeRunner('podman', { cache: testCache });
  if (!podman.works) return undefined;
  const folder = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'docker-test-')));
  const socket = `unix://${folder}/socket`;
  const service = execa('podman', ['system', 'service', '--time=0', socket], {
    env: podman.runner.engine?.environment,
    stdio: 'ignore',
    reject: false,
  });
  process.env.DOCKER_HOST = socket;
  const stop = async () => {
    service.kill();
    await service;
    await rm(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 100; tries += 1) {
    const { exitCode } = await execa('docker', ['version'], { reject: false });
    if (exitCode === 0) break;
    await delay(100);
  }
  return { stop };
}
