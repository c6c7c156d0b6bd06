import test from 'ava';
import { listBuildpack, summarizeBuildpack } from '../../../src/buildpack/package/index.js';
import { writeZip } from '../../../src/archive/zip/write.js';
import { inHost } from '../../../src/path.js';
import { BUILDPACK, entry, manifestOf, workspace, write } from './workspace.js';

test('the list of a folder: dependencies, defaults, addresses without credentials', async (t) => {
  const here = await workspace(t, {
    'manifest.yml': manifestOf(
      [entry('a', '1.2.3', { uri: 'https://me:secret@example.org/a.tgz', sha256: 'x' })],
      'default_versions:\n- name: a\n  version: 1.2.x\n',
    ),
  });
  t.deepEqual(await listBuildpack(here.directory), {
    zip: false,
    dependencies: [
      {
        name: 'a',
        version: '1.2.3',
        stacks: ['cflinuxfs4'],
        isDefault: true,
        md5: undefined,
        sha256: 'x',
        uri: 'https://example.org/a.tgz',
        packed: undefined,
      },
    ],
  });
});

for (const layout of ['classic', 'current'] as const) {
  test(`the list of a zip of the ${layout} layout tells what is in it and how large`, async (t) => {
    const here = await workspace(t, BUILDPACK);
    const ffi = await here.file('libffi.tgz', 'x'.repeat(123));
    await write(here.directory, { 'manifest.yml': manifestOf([entry('libffi', '3.4.4', ffi)]) });
    const cached = await here.pack({
      cached: true,
      layout,
      stack: { kind: 'one', name: 'cflinuxfs4' },
    });
    const list = await listBuildpack(cached.path);
    t.true(list.zip);
    t.is(list.dependencies[0]?.packed?.size, 123);
    t.deepEqual(list.dependencies[0]?.stacks, ['cflinuxfs4']);
    t.regex(list.dependencies[0]?.packed?.path ?? '', /^dependencies\/.*libffi\.tgz$/);
    const uncached = await here.pack({ layout });
    t.is((await listBuildpack(uncached.path)).dependencies[0]?.packed, undefined);
  });
}

test('the summary: sorted, with modules and sub-dependencies', async (t) => {
  const served = { uri: 'https://example.org/a', sha256: 'x' };
  const here = await workspace(t, {
    'manifest.yml': manifestOf(
      [
        `${entry('php', '8.10.0', served)}  dependencies:\n  - name: redis\n    version: 6.0.2\n  - name: apcu\n    version: 5.1.24\n`,
        `${entry('php', '8.9.0', served)}  modules: [zlib, bz2]\n`,
        entry('nginx', '1.25.0', served, ['b', 'a']),
      ],
      'default_versions:\n- name: php\n  version: 8.10.x\n',
    ),
  });
  t.deepEqual(await summarizeBuildpack(here.directory), {
    language: 'python',
    stack: undefined,
    binaries: [
      { name: 'nginx', version: '1.25.0', stacks: ['b', 'a'], modules: [] },
      {
        name: 'php',
        version: '8.9.0',
        stacks: ['cflinuxfs4'],
        modules: [
          { name: 'bz2', version: undefined },
          { name: 'zlib', version: undefined },
        ],
      },
      {
        name: 'php',
        version: '8.10.0',
        stacks: ['cflinuxfs4'],
        modules: [
          { name: 'apcu', version: '5.1.24' },
          { name: 'redis', version: '6.0.2' },
        ],
      },
    ],
    defaults: [{ name: 'php', version: '8.10.x' }],
  });
});

test('nothing, a zip without a manifest, or no zip at all: says so', async (t) => {
  const here = await workspace(t, { VERSION: '1' });
  const missing = inHost(here.folder, 'missing.zip');
  await t.throwsAsync(listBuildpack(missing), {
    code: 'USAGE',
    message: `There is no buildpack ${missing}.`,
  });
  const empty = inHost(here.folder, 'empty.zip');
  await writeZip(empty, [{ path: 'a', kind: 'folder' }]);
  await t.throwsAsync(summarizeBuildpack(empty), {
    code: 'BUILDPACK_INVALID',
    message: `${empty} has no manifest.yml.`,
  });
  await t.throwsAsync(listBuildpack(inHost(here.directory, 'VERSION')), {
    code: 'BUILDPACK_INVALID',
  });
  await t.throwsAsync(listBuildpack(here.directory), { code: 'USAGE' });
});
