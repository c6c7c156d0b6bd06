import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';
import test from 'ava';
import { gatherSurroundings } from '../../../src/manifest/check/index.js';
import { filesIn } from '../../../src/manifest/check/surroundings.js';
import { hostPath, inHost } from '../../../src/path.js';
import { knownStacks } from '../../../src/stack/index.js';
import { allFindings, entry, findingsIn, namedStacks, sha256, withEntry } from './findings.js';

test('an entry for no stack is told', async (t) => {
  t.deepEqual(await findingsIn(withEntry({ cf_stacks: '[]' })), [
    '7:14 stacks-empty: libffi 3.1 has no stack in cf_stacks',
  ]);
});

test('a stack that nobody knows is told with the nearest, never with another number, and is no error', async (t) => {
  const text = withEntry({ cf_stacks: '[cflinuxsf3, cflinuxfs9, z]' });
  t.deepEqual(await findingsIn(text), [
    "7:15 stack-unknown: libffi 3.1: no stack that is known is called 'cflinuxsf3': did you mean 'cflinuxfs3'?",
    "7:27 stack-unknown: libffi 3.1: no stack that is known is called 'cflinuxfs9'",
    "7:39 stack-unknown: libffi 3.1: no stack that is known is called 'z'",
  ]);
  t.true((await allFindings(text)).every(({ severity }) => severity === 'warning'));
});

test('the names of stacks that come with binary-builder are known', async (t) => {
  const stacks = await knownStacks([hostPath(import.meta.dirname, '../../../stacks')]);
  const names = [
    ...['cflinuxfs2', 'cflinuxfs3', 'cflinuxfs4', 'cflinuxfs5', 'cflinuxfs5-s390x', 'lucid64'],
    ...['windows', 'windows2012R2', 'windows2016', 'any-stack', 'heroku-24'],
    ...['io.buildpacks.stacks.bionic', 'io.buildpacks.stacks.jammy', 'io.buildpacks.stacks.noble'],
  ];
  const uri = 'https://example.org/libffi-3.1.tgz';
  const text = withEntry({ uri, cf_stacks: `[${names.join(', ')}]` });
  t.deepEqual(await findingsIn(text, { stacks }), []);
});

test('the name of a stack that is a word of other meaning tells nothing in the name of a file', async (t) => {
  const stacks = [
    ...namedStacks('cflinuxfs4', 'windows2016'),
    { name: 'windows', inFileNames: false },
  ];
  const uri = 'https://example.org/libffi-3.1-windows-amd64.zip';
  for (const cf_stacks of ['[windows2016]', '[windows2016, windows]', '[cflinuxfs4]']) {
    t.deepEqual(await findingsIn(withEntry({ uri, cf_stacks }), { stacks }), [], cf_stacks);
  }
});

test('an architecture may stand behind the name of a stack, and tells entries apart', async (t) => {
  const uri = 'https://example.org/cflinuxfs4/libffi-3.1.tgz';
  const s390x = entry({
    uri: `${uri}?s390x`,
    sha256: sha256('b'),
    cf_stacks: '[cflinuxfs4-s390x]',
  });
  t.deepEqual(await findingsIn(withEntry({ uri }) + s390x), []);
  t.deepEqual(await findingsIn(withEntry({ cf_stacks: '[cflinuxfs9-s390x]' })), [
    "7:15 stack-unknown: libffi 3.1: no stack that is known is called 'cflinuxfs9-s390x'",
  ]);
});

for (const uri of [
  'https://example.org/libffi_3.1_linux_x64_cflinuxfs3.tgz',
  'https://example.org/cflinuxfs3/libffi.tgz',
]) {
  test(`${uri} is not for cflinuxfs4`, async (t) => {
    t.deepEqual(await findingsIn(withEntry({ uri })), [
      '5:8 stack-mismatch: libffi 3.1 is for cflinuxfs4, but its uri names cflinuxfs3',
    ]);
  });
}

test('a name that only begins like a stack is none', async (t) => {
  t.deepEqual(await findingsIn(withEntry({ uri: 'file:///cflinuxfs33/libffi.tgz' })), []);
});

test('a file for one stack that others get too is told', async (t) => {
  const uri = 'https://example.org/libffi_3.1_linux_x64_cflinuxfs3.tgz';
  t.deepEqual(await findingsIn(withEntry({ uri, cf_stacks: '[cflinuxfs3, cflinuxfs4]' })), [
    '5:8 stacks-shared: libffi 3.1 is a file for cflinuxfs3, and listed for cflinuxfs4 too',
  ]);
});

test('a file without machine code may be for many stacks, whichever its name has', async (t) => {
  const named = 'https://example.org/pip_3.1_linux_noarch_cflinuxfs3.tgz';
  const shared = withEntry({ uri: named, cf_stacks: '[cflinuxfs3, cflinuxfs4]' });
  t.deepEqual(await findingsIn(shared), []);
  const uri = 'https://example.org/pip_3.1_linux_noarch_any-stack.tgz';
  const text = `language: python
dependencies:
${entry({ uri })}${entry({ uri, cf_stacks: '[cflinuxfs3]' })}`;
  t.deepEqual(await findingsIn(text), []);
});

test('an entry with both digests is told once', async (t) => {
  const both = { md5: '0'.repeat(32), sha256: sha256('a') };
  const text = `language: python
dependencies:
${entry(both)}${entry({ ...both, cf_stacks: '[cflinuxfs3]' })}`;
  t.deepEqual(await findingsIn(text), [
    '12:11 stacks-shared: libffi 3.1 for cflinuxfs3 has the sha256 of the one for cflinuxfs4 in line 6',
  ]);
});

for (const uri of [
  'https://user:s3cret@example.org/libffi-3.1.tgz',
  'https://s3cret@example.org/libffi-3.1.tgz',
  'https://example.org/libffi-3.1.tgz?token=s3cret',
  'https://example.org/libffi-3.1.tgz?x=1&X-Amz-Signature=s3cret',
  'https://user:s3cret@example.org/libffi-3.2.tgz?sig=s3cret',
]) {
  test(`credentials in ${uri.replaceAll('s3cret', '…')} are told and never shown`, async (t) => {
    const text = `language: python\ndependencies:\n${entry({ uri })}${entry({ uri, sha256: sha256('b') })}`;
    const findings = await findingsIn(text);
    t.regex(findings.join('\n'), /^5:8 credentials: libffi 3\.1: its uri holds a /m);
    // Whole, as `--json` prints them.
    t.notRegex(JSON.stringify(await allFindings(text)), /s3cret/);
  });
}

for (const uri of ['https://example.org/a@b/libffi-3.1.tgz', 'https://example.org/?design=1']) {
  test(`${uri} holds no credentials`, async (t) => {
    t.deepEqual(await findingsIn(withEntry({ uri })), []);
  });
}

test('files to be packed that are not there are told; those that stay out need not be there', async (t) => {
  const text = `include_files: [bin/supply, gone, bin/gone]\nexclude_files:\n- .git/\n- "*.old"\n${withEntry({})}`;
  const files = (pattern: string) => Promise.resolve(pattern === 'bin/supply');
  t.deepEqual(await findingsIn(text, { files }), [
    "1:29 files-unmatched: include_files: nothing in the buildpack's folder matches 'gone'",
    "1:35 files-unmatched: include_files: nothing in the buildpack's folder matches 'bin/gone'",
  ]);
  t.deepEqual(await findingsIn(`pre_package: scripts/build.sh\n${text}`, { files }), [
    "2:29 files-unmatched: include_files: nothing in the buildpack's folder matches 'gone'",
  ]);
});

test('files are looked for where a buildpack lies, and not beside a manifest alone', async (t) => {
  const folder = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'manifest-check-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const path = inHost(folder, 'manifest.yml');
  t.is((await gatherSurroundings({ path }, { stacks: [] })).files, undefined);
  await mkdir(inHost(folder, 'bin'));
  const { files } = await gatherSurroundings({ path }, { stacks: [] });
  t.true(await files?.('bin'));
  t.false(await files?.('gone'));
});

test('patterns name files, folders, and globs of paths or of names anywhere', async (t) => {
  const folder = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'manifest-check-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await mkdir(inHost(folder, 'vendor', 'deep'), { recursive: true });
  await writeFile(inHost(folder, 'vendor', 'deep', 'notes.old'), '');
  await writeFile(inHost(folder, '.gitignore'), '');
  const matches = filesIn(folder);
  for (const pattern of ['vendor', 'vendor/', './vendor/deep', '*.old', 'vendor/**', '.git*']) {
    t.true(await matches(pattern), pattern);
  }
  for (const pattern of ['tests/', 'vendor/*.old', '*.tgz', '..', '../*', '/etc/passwd', '']) {
    t.false(await matches(pattern), pattern);
  }
});
