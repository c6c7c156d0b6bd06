import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import * as tar from 'tar';
import { type Arch, ARCHITECTURES, machineArch } from '../../../src/architecture.js';
import nodePath from 'node:path';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import {
  prepareRoot,
  stackStatus,
  type RootRequest,
  type Stack,
} from '../../../src/stack/index.js';
import { probeRunner } from '../../../src/sandbox/index.js';
import { dockerEngine } from '../../../src/sandbox/runner/docker/docker.js';
import { podmanEngine } from '../../../src/sandbox/runner/podman/podman.js';
import { briefly, runEngine } from '../../../src/stack/engine/engine.js';
import {
  importOptions,
  platformOf,
  platformsIn,
  whyNotPullable,
} from '../../../src/stack/engine/platform.js';
import { preparedRoot, testCache } from '../../prepared-root.js';
import { folder, stack } from '../fixture.js';
import { cacheFolders } from '../../../src/store/index.js';

const arch = machineArch() ?? 'x64';

/** A root with nothing in it but a package database. */
async function tinyRoot(t: ExecutionContext): Promise<{ tar: HostPath; sha256: string }> {
  const work = await folder(t);
  const root = inHost(work, 'root');
  const database = inHost(root, 'var/lib/dpkg');
  await mkdir(database, { recursive: true });
  const status = 'Package: libc6\nStatus: install ok installed\nVersion: 2.41-12\n';
  await writeFile(inHost(database, 'status'), status);
  const file = inHost(work, 'root.tar');
  await tar.create({ cwd: root, file }, ['.']);
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  return { tar: file, sha256 };
}

/** A stack whose root is an archive, the same for each architecture. */
async function emptyStack(
  t: ExecutionContext,
  architectures: Arch[],
): Promise<{ archived: Stack; cache: HostPath; name: string }> {
  const { tar, sha256 } = await tinyRoot(t);
  const name = `archive-test-${process.pid}`;
  const archive = { path: nodePath.basename(tar), sha256 };
  const file = hostPath(nodePath.dirname(tar), `${name}.yml`);
  const archived = { ...stack({ name, architectures, root: { archive } }), file };
  return { archived, cache: await folder(t), name };
}

const status = await probeRunner('podman', { cache: testCache });

test('says in few words why an image can’t be had', (t) => {
  const chain =
    'reading image "docker://a/b": pinging container registry r.test: Get "https://r.test/v2/": dial tcp: lookup r.test on 192.0.2.1:53: no such host';
  t.is(briefly(chain), "its registry can't be reached: no such host");
  t.is(briefly('manifest unknown'), 'manifest unknown');
});

test('reads for which platforms a registry has an image', (t) => {
  const index = { manifests: [{ platform: { os: 'linux', architecture: 's390x' } }, {}] };
  t.deepEqual(platformsIn(JSON.stringify(index)), ['linux/s390x']);
  t.is(platformsIn('{ "schemaVersion": 2, "config": {} }'), undefined);
  t.is(platformsIn('not even JSON'), undefined);
});

test('tells each engine in its own way for which platform a root is', (t) => {
  t.deepEqual(importOptions(dockerEngine, 'linux/s390x'), ['--platform', 'linux/s390x']);
  t.deepEqual(importOptions(podmanEngine, 'linux/s390x'), ['--os', 'linux', '--arch', 's390x']);
});

if (status.works) {
  const { engine } = status.runner;
  if (engine === undefined) throw new Error('podman without its engine');
  const podman = (...argv: string[]) => runEngine(engine, argv);

  test('an image is taken as it is, and packages that it has are not asked for again', async (t) => {
    const base = await preparedRoot();
    if (base.kind !== 'directory') throw new Error('not a directory');
    const image = `localhost/binary-builder-test/base:${process.pid}`;
    const name = `image-test-${process.pid}`;
    const tar = hostPath(base.directory, '..', 'root.tar');
    t.is((await podman('import', tar, image)).exitCode, 0);
    const mine = stack({
      name,
      root: { image },
      toolchain: ['bash', 'dpkg'],
      architectures: [base.arch],
    });
    const cache = await folder(t);
    const request: RootRequest = {
      ...{ stack: mine, arch: base.arch, toolchain: true, packages: [], form: { engine } },
    };
    const context = { folders: cacheFolders(cache), emit: () => undefined };
    try {
      t.is(await whyNotPullable(engine, image, ARCHITECTURES[base.arch].platform), undefined);
      const root = await prepareRoot(request, context);
      t.like(root, { kind: 'image', role: 'toolchain', keptBy: 'podman', glibc: '2.36' });
      t.deepEqual(root.packages, base.packages);
      t.regex(root.digest, /^sha256:[0-9a-f]{64}$/);
      t.not(root.digest, root.base);
      t.deepEqual(await prepareRoot(request, context), root);
      t.like(await stackStatus(mine, base.arch, cache), {
        ready: true,
        base: { role: 'base', digest: root.base },
      });

      const bare = { ...request, packages: ['bison'] };
      const error = await t.throwsAsync(prepareRoot(bare, context), { code: 'STACK_NOT_READY' });
      t.regex(error.message, /^podman could not install packages into image-test-\d+: bison/);
      const containers = await podman('ps', '--all', '--format={{.Names}}');
      t.false(containers.stdout.includes(name));
    } finally {
      await removeImages(image);
      await removeImages(name);
    }
  });

  test('a root of another architecture becomes an image of its platform', async (t) => {
    const { archived, cache, name } = await emptyStack(t, ['s390x', 'arm64']);
    const context = { folders: cacheFolders(cache), emit: () => undefined };
    const request = (arch: Arch): RootRequest => ({
      ...{ stack: archived, arch, toolchain: false, packages: [], form: { engine } },
    });
    try {
      const images: string[] = [];
      for (const arch of ['s390x', 'arm64'] as const) {
        const root = await prepareRoot(request(arch), context);
        if (root.kind !== 'image') throw new Error('not an image');
        t.is(await platformOf(engine, root.image), ARCHITECTURES[arch].platform);
        t.is((await prepareRoot(request(arch), context)).key, root.key);
        images.push(root.image);
      }
      t.is(new Set(images).size, 2);
    } finally {
      await removeImages(name);
    }
  });

  test('an image of another platform than that of the stack is refused', async (t) => {
    const name = `platform-test-${process.pid}`;
    const image = `localhost/binary-builder-test/${name}:1`;
    const foreign = arch === 's390x' ? 'arm64' : 's390x';
    const mine = stack({ name, root: { image }, architectures: [arch, foreign] });
    const request: RootRequest = {
      ...{ stack: mine, arch, toolchain: false, packages: [], form: { engine } },
    };
    const context = { folders: cacheFolders(await folder(t)), emit: () => undefined };
    const options = importOptions(podmanEngine, ARCHITECTURES[foreign].platform);
    const tar = inHost(await folder(t, { 'empty.tar': '\0'.repeat(10_240) }), 'empty.tar');
    try {
      t.is((await podman('import', ...options, tar, image)).exitCode, 0);
      t.is(await whyNotPullable(engine, image, ARCHITECTURES[foreign].platform), undefined);
      t.regex(
        (await whyNotPullable(engine, image, ARCHITECTURES[arch].platform)) ?? '',
        /^its registry can't be reached/,
      );
      const error = await t.throwsAsync(prepareRoot(request, context), { code: 'STACK_NOT_READY' });
      const { platform } = ARCHITECTURES[arch];
      t.true(
        error.message.startsWith(
          `podman could not pull ${image} for ${platform}; it has it for ${ARCHITECTURES[foreign].platform}: `,
        ),
        error.message,
      );
    } finally {
      await removeImages(name);
    }
  });

  test('packages of an image of another architecture are read without running it', async (t) => {
    const name = `foreign-test-${process.pid}`;
    const image = `localhost/binary-builder-test/${name}:1`;
    const foreign = arch === 's390x' ? 'arm64' : 's390x';
    const mine = stack({ name, root: { image }, architectures: [foreign] });
    const request: RootRequest = {
      ...{ stack: mine, arch: foreign, toolchain: false, packages: [], form: { engine } },
    };
    const cache = await folder(t);
    const { tar } = await tinyRoot(t);
    const options = importOptions(podmanEngine, ARCHITECTURES[foreign].platform);
    try {
      t.is((await podman('import', ...options, tar, image)).exitCode, 0);
      const root = await prepareRoot(request, {
        folders: cacheFolders(cache),
        emit: () => undefined,
      });
      t.like(root, { kind: 'image', arch: foreign, glibc: '2.41', packages: { libc6: '2.41-12' } });
      const containers = await podman('ps', '--all', '--format={{.Names}}');
      t.false(containers.stdout.includes(name));
    } finally {
      await removeImages(name);
    }
  });

  /** Podman can't list its images while another test takes one away: then it is asked again. */
  async function removeImages(part: string): Promise<void> {
    for (let tries = 0; tries < 20; tries += 1) {
      const list = await podman('images', '--format={{.Repository}}:{{.Tag}}');
      const ours = list.stdout.split('\n').filter((one) => one.includes(part));
      if (list.exitCode === 0 && ours.length === 0) return;
      if (ours.length > 0) await podman('rmi', '--force', ...ours);
    }
    throw new Error(`podman keeps images of ${part}`);
  }
} else {
  test.skip(`podman doesn't work here: ${status.reason}`, () => undefined);
}
