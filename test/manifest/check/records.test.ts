import test from 'ava';
import type { ArtifactRecord } from '../../../src/store/index.js';
import { entry, findingsIn, md5, sha256, withEntry } from './findings.js';

const FILE = 'libffi_3.1_linux_x64_cflinuxfs4_a0000000.tgz';

function recordOf(given: Partial<ArtifactRecord> = {}): ArtifactRecord {
  const { name = 'libffi', version = '3.1', file = FILE } = given;
  const digests = { md5: md5('a'), sha256: sha256('a') };
  return {
    name,
    version,
    arch: 'x64',
    stack: { name: 'cflinuxfs4', digest: 'x', glibc: '2.35' },
    file,
    prefix: '/app/.heroku/vendor',
    size: 1,
    ...digests,
    tar_sha256: sha256('f'),
    build_key: 'key',
    manifest: {
      name,
      version,
      uri: `artifacts/cflinuxfs4/${file}`,
      ...digests,
      cf_stacks: ['cflinuxfs4'],
      source: 'https://example.org/libffi-3.1.tar.gz',
      source_sha256: sha256('5'),
    },
    sources: [],
    options: {},
    ...given,
  };
}

const BUILT = withEntry({ uri: `https://example.org/${FILE}` });

test('an entry that is as its record says has no findings', async (t) => {
  t.deepEqual(await findingsIn(BUILT, { records: [recordOf()] }), []);
  t.deepEqual(
    await findingsIn(BUILT.replace(`sha256: ${sha256('a')}`, `md5: ${md5('a')}`), {
      records: [recordOf()],
    }),
    [],
  );
});

test('nobody asks for records unless they are given', async (t) => {
  t.deepEqual(await findingsIn(BUILT), []);
});

test('an entry that no record knows is told', async (t) => {
  t.deepEqual(await findingsIn(BUILT, { records: [] }), [
    '6:11 record-unknown: libffi 3.1: no record knows its sha256',
  ]);
});

test('an entry whose record has another digest is told', async (t) => {
  const records = [recordOf({ sha256: sha256('b'), file: 'libffi-3.1-linux-x64.tgz' })];
  t.deepEqual(await findingsIn(BUILT, { records }), [
    '6:11 record-digest: libffi 3.1 has another sha256 than its record has, that of libffi-3.1-linux-x64.tgz',
  ]);
});

test('records of other stacks and architectures are those of other artifacts', async (t) => {
  for (const other of [
    recordOf({ sha256: sha256('b'), arch: 's390x' }),
    recordOf({ sha256: sha256('b'), stack: { name: 'cflinuxfs3', digest: 'x', glibc: '2.27' } }),
  ]) {
    t.deepEqual(await findingsIn(BUILT, { records: [other] }), [
      '6:11 record-unknown: libffi 3.1: no record knows its sha256',
    ]);
    t.deepEqual(await findingsIn(BUILT, { records: [other, recordOf()] }), []);
  }
});

test('an entry that tells no architecture is of one that others tell', async (t) => {
  const silent = withEntry({ uri: 'https://example.org/libffi.tgz' });
  const s390x = recordOf({ sha256: sha256('b'), arch: 's390x' });
  const other = entry({
    name: 'go',
    version: '1.1.1',
    uri: 'https://example.org/go-1.1.1-linux-x64.tgz',
    sha256: sha256('c'),
  });
  const told = async (text: string) =>
    (await findingsIn(text, { records: [s390x] })).map((line) => line.split(': ', 1)[0]);
  t.deepEqual(await told(silent), ['6:11 record-digest']);
  t.deepEqual(await told(silent + other), ['6:11 record-unknown', '11:11 record-unknown']);
  t.deepEqual(await told(silent + other.replace('x64', 's390x')), [
    '6:11 record-digest',
    '11:11 record-unknown',
  ]);
});

test('a uri that ends otherwise than the file of the record is told', async (t) => {
  const text = withEntry({ uri: 'https://example.org/libffi.tgz?x=1' });
  t.deepEqual(await findingsIn(text, { records: [recordOf()] }), [
    `5:8 record-file-name: libffi 3.1: its uri leads to libffi.tgz, and its record is of ${FILE}`,
  ]);
});

test('an entry is compared with the record that is for its name, whatever the recipe is called', async (t) => {
  const record = { ...recordOf(), name: 'libffi-static' };
  t.deepEqual(await findingsIn(BUILT, { records: [record] }), []);
  const other = { ...recordOf({ md5: md5('b'), sha256: sha256('b') }), name: 'libffi-static' };
  t.is((await findingsIn(BUILT, { records: [other] })).length, 1);
});
