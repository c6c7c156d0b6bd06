import test from 'ava';
import { entry, findingsIn, md5, sha256, withEntry } from './findings.js';

test('an entry without a digest is told', async (t) => {
  for (const none of [undefined, '']) {
    t.deepEqual(await findingsIn(withEntry({ sha256: none })), [
      '5:8 digest-missing: libffi 3.1 has neither sha256 nor md5',
    ]);
  }
});

test('a digest of the wrong length, or with other letters, is malformed', async (t) => {
  const text = withEntry({ md5: sha256('a'), sha256: 'abc', source_sha256: 'x'.repeat(64) });
  t.deepEqual(await findingsIn(text), [
    '6:11 digest-malformed: libffi 3.1: sha256 is not a sha256 digest: it has 3 characters, and takes 64 hex digits',
    '8:8 digest-malformed: libffi 3.1: md5 is not an md5 digest: it has 64 characters, and takes 32 hex digits',
    '9:18 digest-malformed: libffi 3.1: source_sha256 is not a sha256 digest: it has 64 characters, and takes 64 hex digits',
  ]);
});

test('one digest under two names or two versions is told', async (t) => {
  const text = `language: python
dependencies:
${entry({})}${entry({ name: 'libfoo', uri: 'file:///libfoo-3.1.tgz' })}${entry({ version: '"3.2"', uri: 'file:///libffi-3.2.tgz' })}`;
  t.deepEqual(await findingsIn(text), [
    '11:11 digest-shared: libfoo 3.1 has the sha256 of libffi 3.1 in line 6',
    '16:11 digest-shared: libffi 3.2 has the sha256 of libffi 3.1 in line 6',
  ]);
});

test('digests are the same in upper and lower case', async (t) => {
  const text = `language: python
dependencies:
${entry({})}${entry({ name: 'libfoo', uri: 'file:///libfoo-3.1.tgz', sha256: sha256('a').toUpperCase() })}`;
  t.deepEqual(await findingsIn(text), [
    '11:11 digest-shared: libfoo 3.1 has the sha256 of libffi 3.1 in line 6',
  ]);
});

test('one uri under two digests is told', async (t) => {
  const text = `language: python
dependencies:
${entry({})}${entry({ cf_stacks: '[cflinuxfs3]', sha256: sha256('b') })}`;
  t.deepEqual(await findingsIn(text), [
    '11:11 uri-shared: libffi 3.1 has another sha256 than line 6, and the same uri',
  ]);
});

test('one uri with md5 here and sha256 there is no contradiction', async (t) => {
  const text = `language: python
dependencies:
${entry({})}${entry({ cf_stacks: '[cflinuxfs3]', sha256: undefined, md5: md5('b') })}`;
  t.deepEqual(await findingsIn(text), []);
});

test('the digest in a file name is compared with that of the entry', async (t) => {
  const named = (digest: string) =>
    withEntry({ uri: `https://example.org/libffi_3.1_linux_x64_cflinuxfs4_${digest}.tgz` });
  t.deepEqual(await findingsIn(named('a0000000')), []);
  t.deepEqual(await findingsIn(named(sha256('a'))), []);
  t.deepEqual(await findingsIn(named('0123abcd')), [
    '5:8 digest-in-file-name: libffi 3.1: the file name has the digest 0123abcd, but sha256 begins with a0000000',
  ]);
});

test('a day in a file name is no digest', async (t) => {
  t.deepEqual(await findingsIn(withEntry({ uri: 'file:///ca-certificates-20240203.tgz' })), []);
});

test('the digest of the file in the place of that of its source is told', async (t) => {
  const source = (file: string) =>
    withEntry({ source: `https://example.com/${file}`, source_sha256: sha256('a') });
  t.deepEqual(await findingsIn(source('libffi-3.1.zip')), [
    '9:18 source-digest: libffi 3.1: source_sha256 is the sha256 of libffi-3.1.tgz, not of libffi-3.1.zip',
  ]);
  t.deepEqual(await findingsIn(source('libffi-3.1.tgz')), []);
});

test('an unchanged copy of its source is one, whatever the platform calls it', async (t) => {
  for (const [copy, file] of [
    ['libffi_3.1_linux_noarch_any-stack_a0000000.tgz', 'libffi-3.1.tar.gz'],
    ['libffi_3.1_linux_noarch_any-stack_a0000000.zip', 'libffi-agent-3.1.jar'],
    ['libffi_3.1_linux_noarch_any-stack_a0000000.phar', 'libffi.phar'],
  ] as const) {
    const text = withEntry({
      uri: `https://example.org/${copy}`,
      source: `https://example.com/${file}`,
      source_sha256: sha256('a'),
    });
    t.deepEqual(await findingsIn(text), [], copy);
  }
});

test('a name from before 2018 has the beginning of an md5, which a sha256 can’t be compared with', async (t) => {
  const named = (word: string, digests: Record<string, string | undefined> = {}) =>
    withEntry({ uri: `https://example.org/libffi-3.1-linux-x64-${word}.tgz`, ...digests });
  t.deepEqual(await findingsIn(named('0123abcd')), []);
  t.deepEqual(await findingsIn(named(md5('0123abcd'))), []);
  t.deepEqual(await findingsIn(named('0123abcd', { md5: md5('0123abcd') })), []);
  t.deepEqual(await findingsIn(named('0123abcd', { md5: md5('b') })), [
    '5:8 digest-in-file-name: libffi 3.1: the file name has the digest 0123abcd, but sha256 begins with a0000000',
  ]);
  t.deepEqual(await findingsIn(named(sha256('0123abcd'))), [
    `5:8 digest-in-file-name: libffi 3.1: the file name has the digest ${sha256('0123abcd')}, but sha256 begins with a0000000`,
  ]);
});

test('what is no digest is told once, and not compared with the file name', async (t) => {
  const uri = 'https://example.org/libffi_3.1_linux_x64_cflinuxfs4_0123abcd.tgz';
  const findings = await findingsIn(withEntry({ uri, sha256: 'abc' }));
  t.deepEqual(
    findings.map((line) => line.replace(/: .*/, '')),
    ['6:11 digest-malformed'],
  );
});

test('one digest for two architectures of a version is that of one of them', async (t) => {
  const uri = (arch: string) => `https://example.org/libffi-3.1-linux-${arch}.tgz`;
  const text = `${withEntry({ uri: uri('x64') })}${entry({ uri: uri('s390x') })}`;
  t.deepEqual(await findingsIn(text), [
    '11:11 digest-shared: libffi 3.1 for s390x has the sha256 of libffi 3.1 for x64 in line 6',
  ]);
});
