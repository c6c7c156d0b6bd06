import { chmod, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { serve, whole } from '../../source/server.js';
import {
  BUILDPACK,
  contentsOf,
  digestsOf,
  entry,
  manifestOf,
  workspace,
  write,
} from './workspace.js';

const ENTRY = (uri: string, sha256: string) => entry('libffi', '3.4.4', { uri, sha256 });

test('uncached: what include_files names, modes kept, the manifest as it was', async (t) => {
  const { uri, sha256 } = { uri: 'https://example.org/libffi.tgz', sha256: 'a'.repeat(64) };
  const manifest = manifestOf([ENTRY(uri, sha256)]);
  const { pack, output } = await workspace(t, {
    ...BUILDPACK,
    'manifest.yml': manifest,
    'tests/a': '',
  });
  const packaged = await pack();
  t.is(packaged.path, inHost(output, 'python_buildpack-v1.8.2.zip'));
  t.deepEqual(await contentsOf(packaged.path), {
    VERSION: '1.8.2\n',
    'bin/compile': 'x #!/bin/sh\n',
    'bin/steps/python': 'echo python\n',
    'manifest.yml': manifest,
  });
  const bytes = await readFile(packaged.path);
  t.like(packaged, { ...digestsOf(bytes), size: bytes.length, files: 4, dependencies: 0 });
  t.like(packaged, { language: 'python', version: '1.8.2', cached: false, layout: 'current' });
});

test('cached for one stack, today’s layout: file, stack, no cf_stacks, nothing of other stacks', async (t) => {
  const here = await workspace(t, BUILDPACK);
  const ffi = await here.file('libffi.tgz');
  const old = await here.file('old.tgz');
  await write(here.directory, {
    'manifest.yml': manifestOf([
      entry('libffi', '3.4.4', ffi, ['cflinuxfs3', 'cflinuxfs4']),
      entry('python', '3.9.1', old, ['cflinuxfs3']),
    ]),
  });
  const packaged = await here.pack({ cached: true, stack: { kind: 'one', name: 'cflinuxfs4' } });
  t.is(packaged.path, inHost(here.output, 'python_buildpack-cached-cflinuxfs4-v1.8.2.zip'));
  t.like(packaged, { files: 5, dependencies: 1, stack: 'cflinuxfs4' });
  const member = `dependencies/${createHash('md5').update(ffi.uri).digest('hex')}/libffi.tgz`;
  const contents = await contentsOf(packaged.path);
  t.is(contents[member], 'the bytes of libffi.tgz');
  t.is(
    contents['manifest.yml'],
    `language: python\nstack: cflinuxfs4\ndependencies:\n- name: libffi\n  version: 3.4.4\n  uri: ${ffi.uri}\n` +
      `  file: ${member}\n  sha256: ${ffi.sha256}\ninclude_files: [bin, VERSION]\n`,
  );
});

test('cached for any stack, classic layout: the mangled uri, the manifest byte for byte', async (t) => {
  const here = await workspace(t, {
    ...BUILDPACK,
    'tests/a': 'test',
    'doc/b.md': 'doc',
    '.gitignore': 'x',
    '.git/HEAD': 'x',
    'python_buildpack-cached-v1.8.1.zip': 'an earlier package',
    'vendor/python_buildpack-cached-v1.8.1.zip': 'vendored',
  });
  const { origin } = await serve(t, whole(Buffer.from('bytes')));
  const served = { uri: `${origin}/a/b.tgz?x=1&y=2`, ...digestsOf('bytes') };
  const manifest = manifestOf(
    [entry('libffi', '3.4.4', served)],
    'exclude_files:\n- tests/\n- "*.md"\n- bin/steps\n',
  ).replaceAll('\n', '\r\n');
  await write(here.directory, { 'manifest.yml': manifest });
  const { path, layout } = await here.pack({ cached: true });
  t.is(layout, 'classic');
  const mangled = `dependencies/${served.uri.replace(/[:/?&]/g, '_')}`;
  t.regex(mangled, /^dependencies\/http___127\.0\.0\.1_\d+_a_b\.tgz_x=1_y=2$/);
  t.deepEqual(await contentsOf(path), {
    VERSION: '1.8.2\n',
    'bin/compile': 'x #!/bin/sh\n',
    [mangled]: 'bytes',
    'manifest.yml': manifest,
    'vendor/python_buildpack-cached-v1.8.1.zip': 'vendored',
  });
  t.is((await here.pack({ cached: true, layout: 'current' })).layout, 'current');
});

test('without include_files and exclude_files all is packed but what is git’s', async (t) => {
  const here = await workspace(t, {
    ...BUILDPACK,
    'manifest.yml': manifestOf([], ''),
    'lib/.gitkeep': '',
    '.github/x': '',
    'lib/to': { link: '../bin/compile' },
    empty: { folder: true },
  });
  const { path } = await here.pack();
  t.deepEqual(Object.keys(await contentsOf(path)), [
    'VERSION',
    'bin/compile',
    'bin/steps/python',
    'empty/',
    'lib/to',
    'manifest.yml',
  ]);
  t.is((await contentsOf(path))['lib/to'], '-> ../bin/compile');
});

test('the same bytes from another checkout: path, umask and order of files don’t count', async (t) => {
  const { origin } = await serve(t, whole(Buffer.from('bytes')));
  const manifest = manifestOf(
    [entry('libffi', '3.4.4', { uri: `${origin}/x.tgz`, ...digestsOf('bytes') })],
    'include_files: [bin, lib, VERSION]\n',
  );
  const files = {
    ...BUILDPACK,
    'bin/c': 'c',
    'bin/a': 'a',
    'lib/x': { link: '../bin/a' },
    'manifest.yml': manifest,
  };
  const one = await workspace(t, files);
  const other = await workspace(t, Object.fromEntries(Object.entries(files).reverse()));
  await chmod(inHost(other.directory, 'bin/a'), 0o600);
  await chmod(inHost(other.directory, 'bin/compile'), 0o700);
  const { path, sha256 } = await one.pack({ cached: true });
  t.is((await one.pack({ cached: true })).sha256, sha256);
  t.is((await other.pack({ cached: true })).sha256, sha256);
  t.is(digestsOf(await readFile(path)).sha256, sha256);
});

test('a file that two entries share is fetched and packed once', async (t) => {
  const here = await workspace(t, BUILDPACK);
  const { origin, requests } = await serve(t, whole(Buffer.from('bytes')));
  const served = { uri: `${origin}/x.tgz`, ...digestsOf('bytes') };
  await write(here.directory, {
    'manifest.yml': manifestOf([
      entry('libffi', '3.4.4', served, ['cflinuxfs3']),
      entry('libffi', '3.4.4', served, ['cflinuxfs4']),
    ]),
  });
  const packaged = await here.pack({ cached: true, check: undefined });
  t.like(packaged, { dependencies: 1, files: 5 });
  t.is(requests.length, 1);
  const contents = await contentsOf(packaged.path);
  t.is(contents['manifest.yml']?.match(/^ {2}file: dependencies\/\w+\/x\.tgz$/gm)?.length, 2);
});

test('credentials are used for the download and are nowhere else', async (t) => {
  const here = await workspace(t, BUILDPACK);
  const { origin, requests } = await serve(t, (request, response) => {
    const right = `Basic ${Buffer.from('me:hunter2').toString('base64')}`;
    const isKnown = request.headers.authorization === right && request.url?.includes('hunter2');
    if (isKnown !== true) response.writeHead(401).end();
    else response.end('bytes');
  });
  const bare = `${origin}/x.tgz`;
  const uri = `${bare.replace('//', '//me:hunter2@')}?ticket=hunter2&access_token=hunter2`;
  for (const layout of ['classic', 'current'] as const) {
    await write(here.directory, {
      'manifest.yml': `# once ${uri}\n${manifestOf([entry('libffi', '3.4.4', { uri, ...digestsOf('bytes') })])}`,
      'bin/manifest.yml': '',
    });
    const { path } = await here.pack({ cached: true, layout, secretQuery: ['ticket'] });
    const contents = await contentsOf(path);
    t.false(JSON.stringify(contents).includes('hunter2'));
    t.false((await readFile(path)).includes('hunter2'));
    t.true(contents['manifest.yml']?.startsWith(`# once ${bare}\nlanguage: python\n`));
    t.true(contents['manifest.yml']?.includes(`  uri: ${bare}\n`));
  }
  t.is(requests.length, 1);
  const told = JSON.stringify(here.events);
  t.false(told.includes('hunter2'), told);
  t.regex(here.warnings().join('\n'), /its uri holds a user name or password \(credentials\)/);

  const wrong = uri.replaceAll('hunter2', 'hunter3');
  await rm(here.output, { recursive: true });
  await write(here.directory, {
    'manifest.yml': manifestOf([entry('libffi', '3.4.4', { uri: wrong, ...digestsOf('other') })]),
  });
  const error = await here.fails({ cached: true, secretQuery: ['ticket'] });
  t.is(error.message, `libffi 3.4.4 could not be had from ${bare}: HTTP 401 Unauthorized`);
  t.false(JSON.stringify([error, error.excerpt, here.events]).includes('hunter3'));
});

test('another manifest in the folder is in the zip as manifest.yml and not a second time', async (t) => {
  const other = manifestOf([], '') + '# other\n';
  const here = await workspace(t, {
    ...BUILDPACK,
    'manifest.yml': manifestOf([], ''),
    'manifest.s390x.yml': other,
  });
  const { path } = await here.pack({ manifest: inHost(here.directory, 'manifest.s390x.yml') });
  const contents = await contentsOf(path);
  t.is(contents['manifest.yml'], other);
  t.false('manifest.s390x.yml' in contents);
});

test('--version wins over the file VERSION, which then says it', async (t) => {
  const here = await workspace(t, { ...BUILDPACK, 'manifest.yml': manifestOf([]) });
  const { path } = await here.pack({ version: '2.0.0-rc.1' });
  t.is(path, inHost(here.output, 'python_buildpack-v2.0.0-rc.1.zip'));
  t.is((await contentsOf(path)).VERSION, '2.0.0-rc.1\n');
  await rm(inHost(here.directory, 'VERSION'));
  t.is((await contentsOf((await here.pack({ version: '3' })).path)).VERSION, '3\n');
  t.is(await stat(inHost(here.directory, 'VERSION')).catch(() => 'none'), 'none');
});

test('a dependency is taken from artifacts/ where a record has its digest', async (t) => {
  const here = await workspace(t, BUILDPACK);
  const content = 'the artifact';
  const { sha256, md5 } = digestsOf(content);
  const hex = 'a'.repeat(64);
  await write(here.folder, {
    'artifacts/cflinuxfs4/libffi-3.4.4-linux-x64.tgz': content,
    'checksums/cflinuxfs4/libffi-3.4.4-linux-x64.yml': `name: libffi
version: 3.4.4
arch: x64
stack: { name: cflinuxfs4, digest: x, glibc: "2.35" }
file: libffi-3.4.4-linux-x64.tgz
prefix: /app
size: ${content.length}
md5: ${md5}
sha256: ${sha256}
tar_sha256: ${hex}
build_key: x
manifest:
  name: libffi
  version: 3.4.4
  uri: file:///nowhere
  md5: ${md5}
  sha256: ${sha256}
  cf_stacks: [cflinuxfs4]
  source: https://example.org/x
  source_sha256: ${hex}
sources: []
options: {}
`,
  });
  await write(here.directory, {
    'manifest.yml': manifestOf([
      entry('libffi', '3.4.4', { uri: 'https://binaries.invalid/libffi.tgz', sha256 }),
    ]),
  });
  const { path } = await here.pack({ cached: true });
  t.true(Object.values(await contentsOf(path)).includes(content));
});

test('a profile, --exclude and --include choose dependencies, and the name tells it', async (t) => {
  const here = await workspace(t, BUILDPACK);
  const served = { uri: 'https://example.org/x.tgz', sha256: 'a'.repeat(64) };
  const names = ['libffi', 'python', 'tk'];
  const digests = Object.fromEntries(names.map((name) => [name, digestsOf(name).sha256]));
  await write(here.directory, {
    'manifest.yml': manifestOf(
      names.map((name) =>
        entry(name, '1.2.3', {
          uri: served.uri.replace('x', name),
          sha256: digests[name] ?? '',
        }),
      ),
      `include_files: [bin, VERSION]
default_versions:
- name: tk
  version: 1.2.3
- name: python
  version: 1.2.3
packaging_profiles:
  small:
    description: without what most don't need
    exclude: [tk, libffi]
`,
    ),
  });
  const namesIn = async (wanted: Parameters<typeof here.pack>[0]) => {
    const { path } = await here.pack(wanted);
    const text = (await contentsOf(path))['manifest.yml'] ?? '';
    const zip = path.slice(here.output.length + 1);
    return [zip, ...(text.match(/(?<=^- name: )\w+/gm) ?? [])];
  };
  t.deepEqual(await namesIn({ profile: 'small' }), [
    'python_buildpack-small-v1.8.2.zip',
    'python',
    'python',
  ]);
  t.deepEqual(await namesIn({ profile: 'small', include: ['tk'] }), [
    'python_buildpack-small-custom-v1.8.2.zip',
    'python',
    'tk',
    'tk',
    'python',
  ]);
  t.deepEqual(await namesIn({ exclude: ['tk'], stack: { kind: 'one', name: 'cflinuxfs4' } }), [
    'python_buildpack-custom-cflinuxfs4-v1.8.2.zip',
    'libffi',
    'python',
    'python',
  ]);
});

test('a default that no dependency of the package has any more is told where nobody checks', async (t) => {
  const served = (name: string) => ({
    uri: `https://example.org/${name}`,
    sha256: digestsOf(name).sha256,
  });
  const here = await workspace(t, {
    ...BUILDPACK,
    'manifest.yml': manifestOf(
      [
        entry('python', '3.9.1', served('a'), ['cflinuxfs3']),
        entry('python', '3.11.1', served('b'), ['cflinuxfs4']),
      ],
      'include_files: [bin]\ndefault_versions:\n- name: python\n  version: 3.9.x\n',
    ),
  });
  await here.pack({ stack: { kind: 'one', name: 'cflinuxfs4' }, check: undefined });
  t.deepEqual(here.warnings(), [
    'python 3.9.x is the default, and no dependency of this package is of that version',
  ]);
});

test('an earlier zip of the same name stays until the new one is whole', async (t) => {
  const here = await workspace(t, { ...BUILDPACK, 'manifest.yml': manifestOf([]) });
  const { path } = await here.pack({ cached: true });
  const before = await readFile(path);
  await write(here.directory, {
    'manifest.yml': manifestOf([
      entry('a', '1.2.3', { uri: 'file:///nowhere/a.tgz', sha256: 'b'.repeat(64) }),
    ]),
  });
  await t.throwsAsync(here.pack({ cached: true }), { code: 'SOURCE_UNAVAILABLE' });
  t.deepEqual(await readFile(path), before);
  t.deepEqual(await readdir(here.output), ['python_buildpack-cached-v1.8.2.zip']);
});

test('an interrupted packaging leaves nothing', async (t) => {
  const here = await workspace(t, { ...BUILDPACK, 'manifest.yml': manifestOf([]) });
  await t.throwsAsync(here.pack({}, AbortSignal.abort(new Error('enough'))), { message: 'enough' });
  t.deepEqual(await readdir(here.output).catch(() => []), []);
});

test('the output directory may be the buildpack itself: packages don’t get into packages', async (t) => {
  const here = await workspace(t, { ...BUILDPACK, 'manifest.yml': manifestOf([], '') });
  const first = await here.pack({ outputDirectory: here.directory });
  const second = await here.pack({ outputDirectory: here.directory });
  t.is(second.sha256, first.sha256);
});

test('links: those to what is not packed are told, those within stay', async (t) => {
  const here = await workspace(t, {
    ...BUILDPACK,
    'manifest.yml': manifestOf([], 'include_files: [bin]\n'),
    'bin/shared': { link: 'steps' },
    'bin/through': { link: 'shared/python' },
    'bin/gone': { link: '../lib/x' },
    'bin/top': { link: '..' },
  });
  const { path } = await here.pack();
  const contents = await contentsOf(path);
  t.like(contents, { 'bin/shared': '-> steps', 'bin/gone': '-> ../lib/x' });
  t.deepEqual(here.warnings(), ['bin/gone is a link to ../lib/x, which is not packed']);
});

test('a buildpack without dependencies is packaged for a stack', async (t) => {
  const here = await workspace(t, { ...BUILDPACK, 'manifest.yml': manifestOf([]) });
  for (const cached of [false, true]) {
    const stack = { kind: 'one', name: 'cflinuxfs4' } as const;
    const packaged = await here.pack({ stack, cached });
    t.like(packaged, { stack: 'cflinuxfs4', dependencies: 0 });
    t.regex((await contentsOf(packaged.path))['manifest.yml'] ?? '', /^stack: cflinuxfs4$/m);
  }
});
