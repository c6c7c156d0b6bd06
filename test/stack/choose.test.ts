import { mkdir, writeFile } from 'node:fs/promises';
import test from 'ava';
import type { HostPath } from '../../src/path.js';
import { chooseStack, type RootRecord, type Stack } from '../../src/stack/index.js';
import { layerFolder } from '../../src/stack/root/folder.js';
import { engineKey } from '../../src/stack/prepare/image.js';
import { layersOf } from '../../src/stack/root/layer.js';
import { folder, stack } from './fixture.js';

const debian = stack({ preference: 10 });
const cflinuxfs4 = stack({
  name: 'cflinuxfs4',
  preference: 20,
  root: { image: 'example.test/fs4' },
});
const old = stack({ name: 'old' });
const stacks = [cflinuxfs4, debian, old];
const refused = () =>
  Promise.resolve([
    { works: false, name: 'docker', reason: 'no daemon', remedy: 'start it' },
    { works: false, name: 'podman', reason: 'no runtime', remedy: 'install it' },
  ] as const);

/** Makes a stack look ready. */
async function makeReady(cache: HostPath, ready: Stack): Promise<void> {
  const [{ key }] = layersOf({
    ...{ stack: ready, arch: 'x64', machine: 'x64', generation: '' },
    ...{ toolchain: false, packages: [] },
  });
  const { directory, record } = layerFolder(
    cache,
    'image' in ready.root ? engineKey(key, 'podman') : key,
  );
  const content: RootRecord = {
    key,
    stack: ready.name,
    arch: 'x64',
    role: 'base',
    keptBy: null,
    digest: 'sha256:0',
    base: 'sha256:0',
    size: 1,
    glibc: '2.36',
    compiler: null,
    packages: {},
    created: '2026-01-01T00:00:00.000Z',
  };
  await mkdir(directory, { recursive: true });
  await writeFile(record, JSON.stringify(content));
}

test('the named stack wins, even without a preference', async (t) => {
  const cache = await folder(t);
  t.deepEqual(await chooseStack({ stacks, arch: 'x64', explicit: 'old', cache }), {
    stack: old,
    reason: 'asked for by name',
  });
});

test('a named stack that is not there, or not for this architecture, is refused', async (t) => {
  const cache = await folder(t);
  await t.throwsAsync(chooseStack({ stacks, arch: 'x64', explicit: 'olf', cache }), {
    code: 'UNKNOWN_STACK',
  });
  await t.throwsAsync(chooseStack({ stacks, arch: 'arm64', explicit: 'old', cache }), {
    code: 'UNKNOWN_ARCH',
  });
});

test('one that is ready wins over a preferred one that is not, and no engine is asked', async (t) => {
  const cache = await folder(t);
  await makeReady(cache, debian);
  const engines = () => Promise.reject(new Error('asked'));
  const choice = await chooseStack({ stacks, arch: 'x64', cache, engines });
  t.is(choice.stack, debian);
  t.is(choice.reason, 'the most preferred of those that are ready here');
});

test('of those that are ready the preferred one wins', async (t) => {
  const cache = await folder(t);
  await makeReady(cache, debian);
  await makeReady(cache, cflinuxfs4);
  t.is((await chooseStack({ stacks, arch: 'x64', cache })).stack, cflinuxfs4);
});

test('when no engine can have an image, the reason says why', async (t) => {
  const cache = await folder(t);
  const choice = await chooseStack({ stacks, arch: 'x64', cache, engines: refused });
  t.is(choice.stack, debian);
  t.is(
    choice.reason,
    "made from Debian packages, since cflinuxfs4 can't be had here (docker: no daemon; podman: no runtime)",
  );
});

test('a plan asks nothing of the network: an image that is not ready does not count', async (t) => {
  const cache = await folder(t);
  const choice = await chooseStack({ stacks, arch: 'x64', cache });
  t.is(choice.stack, debian);
  t.regex(choice.reason, /its image is not ready here/);
});

test('when nothing can be had, each refusal is told', async (t) => {
  const cache = await folder(t);
  const error = await t.throwsAsync(
    chooseStack({ stacks: [cflinuxfs4, old], arch: 'x64', cache, engines: refused }),
    { code: 'STACK_NOT_READY', message: 'no stack for x64 can be made ready here' },
  );
  t.like(error, { excerpt: ['cflinuxfs4: docker: no daemon; podman: no runtime'] });
});

test('where things are run on the machine itself, the stack is what the machine is', async (t) => {
  const cache = await folder(t);
  const own = () => Promise.resolve(old);
  t.deepEqual(await chooseStack({ stacks, arch: 'x64', cache, engines: refused, own }), {
    stack: old,
    reason: 'this machine is it',
  });
  // Something isolates here where a stack was made ready.
  await makeReady(cache, debian);
  const { stack: ready } = await chooseStack({ stacks, arch: 'x64', cache, own });
  t.is(ready, debian);
});
