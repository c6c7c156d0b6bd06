import test from 'ava';
import { hostPath, inHost } from '../../src/path.js';
import { prepareRoot, probeEngine, stackStatus, type RootRequest } from '../../src/stack/index.js';
import { briefly, runEngine, whyNotPullable } from '../../src/stack/engine.js';
import { preparedRoot, testCache } from '../prepared-root.js';
import { folder, stack } from './fixture.js';

const status = await probeEngine('podman', { cache: testCache });

test('says in few words why an image can’t be had', (t) => {
  const chain =
    'reading image "docker://a/b": pinging container registry r.test: Get "https://r.test/v2/": dial tcp: lookup r.test on 192.0.2.1:53: no such host';
  t.is(briefly(chain), "its registry can't be reached: no such host");
  t.is(briefly('manifest unknown'), 'manifest unknown');
});

if (status.works) {
  const { engine } = status;
  const podman = (...argv: string[]) => runEngine(engine, argv);

  test('an image is taken as it is, and packages that it has are not asked for again', async (t) => {
    const base = await preparedRoot();
    if (base.kind !== 'directory') throw new Error('not a directory');
    const image = `localhost/binary-builder-test/base:${process.pid}`;
    const name = `image-test-${process.pid}`;
    const tar = inHost(hostPath(base.directory, '..'), 'root.tar');
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
    const context = { cache, emit: () => undefined };
    try {
      t.is(await whyNotPullable(engine, image), undefined);
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
      const list = await podman('images', '--format={{.Repository}}:{{.Tag}}');
      const ours = list.stdout.split('\n').filter((one) => one === image || one.includes(name));
      await podman('rmi', '--force', ...ours);
    }
  });
} else {
  test.skip(`podman doesn't work here: ${status.reason}`, () => undefined);
}
