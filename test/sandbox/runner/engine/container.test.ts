import test from 'ava';
import { hostPath } from '../../../../src/path.js';
import {
  containerOptions,
  rootArguments,
} from '../../../../src/sandbox/runner/engine/container.js';
import { dockerEngine } from '../../../../src/sandbox/runner/docker/docker.js';
import { podmanEngine } from '../../../../src/sandbox/runner/podman/podman.js';
import type { Engine } from '../../../../src/stack/index.js';
import { bound } from '../../behaviour.js';
import { command } from '../../command.js';

const engine: Engine = { name: 'podman', version: '4.3.1', environment: {}, user: '0:0' };
const maker = {
  kind: podmanEngine,
  engine,
  profile: hostPath('/cache/seccomp.json'),
  asRoot: false,
};

const KINDS = { docker: dockerEngine, podman: podmanEngine };

const scratch = (mounts: Parameters<typeof command>[1]) =>
  containerOptions(maker, 'x', command(['true'], mounts), []).filter((option) =>
    option.startsWith('--tmpfs='),
  );

test('a container has scratch folders of its own, but where something is mounted', (t) => {
  t.deepEqual(scratch([]), [
    '--tmpfs=/run:exec,mode=1777',
    '--tmpfs=/tmp:exec,mode=1777',
    '--tmpfs=/var/tmp:exec,mode=1777',
  ]);
  t.deepEqual(scratch([bound(hostPath('/box'), '/tmp'), bound(hostPath('/box'), '/tmp/app')]), [
    '--tmpfs=/run:exec,mode=1777',
    '--tmpfs=/var/tmp:exec,mode=1777',
  ]);
});

test('a container has no right, a filter, another user outside for root, and no proxy', (t) => {
  const options = (name: 'docker' | 'podman', asRoot: boolean) =>
    containerOptions(
      { ...maker, kind: KINDS[name], engine: { ...engine, name }, asRoot },
      'x',
      command(['true']),
      [],
    );
  for (const name of ['docker', 'podman'] as const) {
    for (const asRoot of [true, false]) {
      const given = options(name, asRoot);
      t.true(given.includes('--cap-drop=ALL'));
      t.true(given.includes('--security-opt=no-new-privileges'));
      t.true(given.includes('--security-opt=seccomp=/cache/seccomp.json'));
    }
  }
  t.true(options('podman', true).includes('--uidmap=0:65530:1'));
  t.true(options('podman', true).includes('--gidmap=0:65530:1'));
  t.true(options('podman', true).includes('--http-proxy=false'));
  t.false(options('podman', false).some((option) => option.startsWith('--uidmap')));
  t.true(options('docker', true).includes('--env=HTTPS_PROXY='));
  t.true(options('docker', true).includes('--env=https_proxy='));
});

test('an image of another platform is asked for by it', (t) => {
  t.deepEqual(rootArguments({ image: 'x:1' }), ['x:1']);
  t.deepEqual(rootArguments({ image: 'x:1', platform: 'linux/s390x' }), [
    '--platform=linux/s390x',
    'x:1',
  ]);
  t.deepEqual(rootArguments({ directory: hostPath('/root-of-it') }), ['--rootfs', '/root-of-it:O']);
});
