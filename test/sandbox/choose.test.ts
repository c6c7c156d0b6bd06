import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import test from 'ava';
import { hostPath, inHost } from '../../src/path.js';
import { chooseRunner, parseRunner, probeRunner, rootFormOf } from '../../src/sandbox/index.js';
import { candidatesFor } from '../../src/sandbox/choose.js';
import { testCache } from '../prepared-root.js';
import { stack } from '../stack/fixture.js';

const debian = stack();
const image = stack({ name: 'fs4', root: { image: 'example.test/fs4' } });
const engine = { version: '1', environment: {}, user: '0:0' };

test('a stack of packages is tried without an engine first, an image with engines alone', (t) => {
  t.deepEqual(candidatesFor(debian, undefined), ['bubblewrap', 'podman', 'docker']);
  t.deepEqual(candidatesFor(image, undefined), ['docker', 'podman']);
  t.deepEqual(candidatesFor(image, 'podman'), ['podman']);
  t.deepEqual(candidatesFor(image, 'host'), ['host']);
});

test('bubblewrap is refused for an image, with what does it', (t) => {
  const error = t.throws(() => candidatesFor(image, 'bubblewrap'), {
    code: 'NO_SANDBOX',
    message: "bubblewrap can't run the stack fs4, which is a container image",
  });
  t.like(error, {
    hint: 'Use --runner docker or podman, or a stack that is made from packages.',
  });
});

test('each runner has a form of root', (t) => {
  t.is(rootFormOf({ name: 'bubblewrap' }, debian), 'directory');
  t.is(rootFormOf({ name: 'host' }, debian), 'machine');
  const podman = { name: 'podman', engine: { name: 'podman', ...engine } } as const;
  t.is(rootFormOf(podman, debian), 'directory');
  t.deepEqual(rootFormOf(podman, image), { engine: podman.engine });
  const docker = { name: 'docker', engine: { name: 'docker', ...engine } } as const;
  t.deepEqual(rootFormOf(docker, debian), { engine: docker.engine });
});

test('reads the names of runners', (t) => {
  t.is(parseRunner(undefined), undefined);
  t.is(parseRunner('auto'), undefined);
  t.is(parseRunner('host'), 'host');
  const error = t.throws(() => parseRunner('bubblewarp'), {
    code: 'UNKNOWN_RUNNER',
    message: "there is no runner 'bubblewarp'",
  });
  t.like(error, {
    hint: "Did you mean 'bubblewrap'? Known: auto, docker, podman, bubblewrap, host.",
  });
});

test('the first that works is taken', async (t) => {
  const { runner, reason } = await chooseRunner({ stack: debian }, { cache: testCache });
  t.is(runner.name, 'bubblewrap');
  t.is(reason, 'the first that works');
});

// These change PATH, so they come after the others.
test.serial('without any program, each is told with what installs it', async (t) => {
  const path = process.env.PATH;
  t.teardown(() => {
    process.env.PATH = path;
  });
  const empty = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'sandbox-test-')));
  t.teardown(() => rm(empty, { recursive: true, force: true }));
  process.env.PATH = empty;
  const error = await t.throwsAsync(chooseRunner({ stack: debian }, { cache: testCache }), {
    code: 'NO_SANDBOX',
    message: 'no sandbox works on this machine for the stack debian12',
  });
  t.like(error, {
    excerpt: [
      'bubblewrap  the program bwrap is not on this machine',
      'podman      the program podman is not on this machine',
      'docker      the program docker is not on this machine',
    ],
    hint: [
      'One of these mends it:',
      '  bubblewrap  apt-get install --yes bubblewrap',
      '  podman      apt-get install --yes podman runc',
      '  docker      apt-get install --yes docker.io',
    ].join('\n'),
  });

  await writeFile(inHost(empty, 'bwrap'), '#!/bin/sh\necho "bwrap: no namespaces" >&2; exit 1\n');
  await chmod(inHost(empty, 'bwrap'), 0o755);
  const status = await probeRunner('bubblewrap', { cache: testCache });
  t.like(status, { works: false, reason: 'no namespaces' });
});
