import { symlink } from 'node:fs/promises';
import test from 'ava';
import { findStack, loadStacks } from '../../../src/stack/index.js';
import { inHost } from '../../../src/path.js';
import { folder, stack } from '../fixture.js';

const minimal = (name: string, more = '') => `name: ${name}
description: for tests
architectures: [x64]
glibc: '2.36'
root:
  debian: { suite: bookworm }
${more}`;

test('reads the stacks of a folder, sorted, with what they leave out', async (t) => {
  const stacks = await folder(t, {
    'b.yml': minimal('b'),
    'a.yml': minimal('a', 'preference: 3\n'),
    'schema.json': '{}',
  });
  t.deepEqual(await loadStacks([stacks]), [
    {
      name: 'a',
      description: 'for tests',
      architectures: ['x64'],
      glibc: '2.36',
      preference: 3,
      root: { debian: { suite: 'bookworm', variant: 'essential' } },
      packages: [],
      toolchain: [],
      environment: {},
      file: inHost(stacks, 'a.yml'),
    },
    {
      name: 'b',
      description: 'for tests',
      architectures: ['x64'],
      glibc: '2.36',
      root: { debian: { suite: 'bookworm', variant: 'essential' } },
      packages: [],
      toolchain: [],
      environment: {},
      file: inHost(stacks, 'b.yml'),
    },
  ]);
});

test('prefers the first folder that has a name, and minds no folder that is not there', async (t) => {
  const own = await folder(t, { 'a.yml': minimal('a') });
  const shipped = await folder(t, { 'a.yml': 'not even yaml: [', 'b.yml': minimal('b') });
  const stacks = await loadStacks([inHost(own, 'gone'), own, shipped]);
  t.deepEqual(
    stacks.map(({ file }) => file),
    [inHost(own, 'a.yml'), inHost(shipped, 'b.yml')],
  );
});

test('names line and column of an unknown key, and the nearest known one', async (t) => {
  const stacks = await folder(t, { 'a.yml': minimal('a', 'toolchian: [gcc]\n') });
  await t.throwsAsync(loadStacks([stacks]), {
    code: 'STACK_INVALID',
    message: `${inHost(stacks, 'a.yml')}:7:1: unknown key 'toolchian': did you mean 'toolchain'?`,
  });
});

test('refuses a root of two kinds', async (t) => {
  const both = minimal('a').replace('  debian', '  image: docker.io/library/debian\n  debian');
  const stacks = await folder(t, { 'a.yml': both });
  await t.throwsAsync(loadStacks([stacks]), {
    code: 'STACK_INVALID',
    message: `${inHost(stacks, 'a.yml')}:6:3: root: a root comes from exactly one of debian, image and archive`,
  });
});

test('refuses a package that would be an option', async (t) => {
  const stacks = await folder(t, { 'a.yml': minimal('a', 'toolchain: [gcc, -oFoo=bar]\n') });
  await t.throwsAsync(loadStacks([stacks]), {
    code: 'STACK_INVALID',
    message: /a\.yml:7:18: toolchain\[1\]: not a Debian package name/,
  });
});

test('reads how compiler results are kept, and what compiles for other architectures', async (t) => {
  const more = `ccache: { packages: [ccache], links: /usr/lib/ccache }
cross:
  s390x: [gcc-s390x-linux-gnu]
`;
  const [read] = await loadStacks([await folder(t, { 'a.yml': minimal('a', more) })]);
  t.deepEqual(read?.ccache, { packages: ['ccache'], links: '/usr/lib/ccache' });
  t.deepEqual(read?.cross, { s390x: ['gcc-s390x-linux-gnu'] });
});

for (const [wrong, message] of [
  ['ccache: /usr/lib/ccache', /a\.yml:7:9: ccache: /],
  ['ccache: { links: usr/lib/ccache }', /a\.yml:7:18: ccache\.links: /],
  ['ccache: { packages: [ccache] }', /a\.yml:7:9: ccache\.links: /],
  ['cross: { s390: [gcc] }', /a\.yml:7:10: cross: .*s390/],
  ['cross: { s390x: [] }', /a\.yml:7:17: cross\.s390x: /],
  ['cross: { s390x: [-oFoo=bar] }', /a\.yml:7:18: cross\.s390x\[0\]: not a Debian package name/],
] as const) {
  test(`refuses ${wrong}`, async (t) => {
    const stacks = await folder(t, { 'a.yml': minimal('a', `${wrong}\n`) });
    await t.throwsAsync(loadStacks([stacks]), { code: 'STACK_INVALID', message });
  });
}

test('refuses a stack whose file has another name', async (t) => {
  const stacks = await folder(t, { 'b.yml': minimal('a') });
  const error = await t.throwsAsync(loadStacks([stacks]), { code: 'STACK_INVALID' });
  t.like(error, { hint: "A stack is found by its file's name: call the file a.yml." });
});

test('an unknown stack lists the known ones and suggests the nearest', (t) => {
  const known = [stack(), stack({ name: 'cflinuxfs4' })];
  t.is(findStack(known, 'debian12').name, 'debian12');
  const error = t.throws(() => findStack(known, 'debain12'), {
    code: 'UNKNOWN_STACK',
    message: "there is no stack 'debain12'",
  });
  t.like(error, { hint: "Did you mean 'debian12'? Known: debian12, cflinuxfs4." });
});

test('a stack is no link to what lies elsewhere, and its archive lies in its folder', async (t) => {
  const elsewhere = await folder(t, { 'a.yml': minimal('a') });
  const stacks = await folder(t, {});
  await symlink(inHost(elsewhere, 'a.yml'), inHost(stacks, 'a.yml'));
  await t.throwsAsync(loadStacks([stacks]), {
    code: 'STACK_INVALID',
    message: `${inHost(stacks, 'a.yml')}: it leads out of ${stacks}, to ${inHost(elsewhere, 'a.yml')}`,
  });
  for (const path of ['../root.tar', '/etc/shadow', 'a/../../x', '']) {
    const archive = `  archive: { path: '${path}', sha256: ${'a'.repeat(64)} }`;
    const text = minimal('b').replace('  debian: { suite: bookworm }', archive);
    await t.throwsAsync(loadStacks([await folder(t, { 'b.yml': text })]), {
      code: 'STACK_INVALID',
      message: /root\.archive\.path: expected a relative path without \.\.$/,
    });
  }
});
