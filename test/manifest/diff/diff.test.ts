import test from 'ava';
import { describeDifference, diffManifests } from '../../../src/manifest/diff/index.js';
import { readManifest } from '../../../src/manifest/model/index.js';
import { hostPath } from '../../../src/path.js';

const read = (text: string) => readManifest(hostPath('/manifest.yml'), text);

/** What changed from one text to another, in words. */
const words = (before: string, after: string) =>
  diffManifests(read(before), read(after)).map(describeDifference);

const MD5 = { a: 'a'.repeat(32), b: 'b'.repeat(32) } as const;

interface Entry {
  version?: string;
  stacks?: string;
  uri?: string;
  digest?: string;
  source?: string;
}

function entry(name: string, entry: Entry = {}): string {
  const { version = '1.0', stacks = 'fs4', uri = `https://e.org/${name}.tgz` } = entry;
  const digest = entry.digest ?? `md5: ${MD5.a}`;
  const source = entry.source === undefined ? '' : `, source: ${entry.source}`;
  return `- { name: ${name}, version: ${version}, cf_stacks: [${stacks}], uri: '${uri}', ${digest}${source} }\n`;
}

const manifest = (...entries: string[]) => `dependencies:\n${entries.join('')}`;

test('between a manifest and itself, in another order, style and with comments, nothing changed', (t) => {
  const before = `default_versions:
- name: python
  version: 3.5.2
dependencies:
- name: libffi
  version: "3.1"
  cf_stacks: [fs3, fs4]
  uri: https://e.org/libffi.tgz
  sha256: ${'AB'.repeat(32)}
- name: python
  version: 3.5.2
  cf_stacks: [fs4]
`;
  const after = `# the other way round
dependencies:
  - {version: '3.5.2', name: python, cf_stacks: [fs4]}
  - {name: libffi, version: '3.1', cf_stacks: [fs4], uri: 'https://e.org/libffi.tgz', sha256: ${'ab'.repeat(32)}}
  - {name: libffi, version: '3.1', cf_stacks: [fs3], uri: 'https://e.org/libffi.tgz', sha256: ${'ab'.repeat(32)}}
default_versions: [{name: python, version: '3.5.2'}]
`;
  t.deepEqual(diffManifests(read(before), read(after)), []);
});

test('versions that come and go are told with their stacks, the new ones first', (t) => {
  t.deepEqual(
    words(
      manifest(entry('python', { version: '3.4.5' }), entry('libffi')),
      manifest(entry('python', { version: '3.5.2', stacks: 'fs3, fs4' }), entry('zlib')),
    ),
    [
      'python 3.5.2 for fs3, fs4 added',
      'python 3.4.5 for fs4 removed',
      'libffi 1.0 for fs4 removed',
      'zlib 1.0 for fs4 added',
    ],
  );
});

test('other bytes are a rebuild, wherever they lie; the same bytes elsewhere have moved', (t) => {
  t.deepEqual(
    words(
      manifest(entry('a'), entry('b'), entry('c')),
      manifest(
        entry('a', { digest: `md5: ${MD5.b}`, uri: 'file:///srv/a.tgz' }),
        entry('b', { uri: 'file:///srv/b.tgz' }),
        entry('c'),
      ),
    ),
    [
      'a 1.0 for fs4 rebuilt: md5 aaaaaaaaaaaa… → bbbbbbbbbbbb…',
      'b 1.0 for fs4 moved: https://e.org/b.tgz → file:///srv/b.tgz',
    ],
  );
});

test('of several stacks, those of which the same is to be said are named together', (t) => {
  t.deepEqual(
    words(
      manifest(entry('a', { stacks: 'fs2, fs3, fs4' })),
      manifest(
        entry('a', { stacks: 'fs3, fs4', digest: `md5: ${MD5.b}` }),
        entry('a', { stacks: 'fs5' }),
      ),
    ),
    [
      'a 1.0 is there for fs5 too now',
      'a 1.0 is not there for fs2 any more',
      'a 1.0 for fs3, fs4 rebuilt: md5 aaaaaaaaaaaa… → bbbbbbbbbbbb…',
    ],
  );
});

test('digests of which none is common say nothing of the bytes, and that is said', (t) => {
  const sha256 = 'c'.repeat(64);
  t.deepEqual(
    words(
      manifest(entry('a'), entry('b')),
      manifest(
        entry('a', { digest: `sha256: ${sha256}` }),
        entry('b', { digest: `md5: ${MD5.a}, sha256: ${sha256}` }),
      ),
    ),
    ['a 1.0 for fs4 has sha256 now, not md5', 'b 1.0 for fs4 has sha256 and md5 now, not md5'],
  );
});

test('one file for each architecture is compared with its own', (t) => {
  const uri = (arch: string, folder: string) => ({
    uri: `https://e.org/${folder}/a-linux-${arch}.tgz`,
  });
  t.deepEqual(
    words(
      manifest(entry('a', uri('x64', '1')), entry('a', uri('arm64', '1'))),
      manifest(entry('a', uri('arm64', '2')), entry('a', uri('x64', '1'))),
    ),
    [
      'a 1.0 for fs4 (arm64) moved: https://e.org/1/a-linux-arm64.tgz → https://e.org/2/a-linux-arm64.tgz',
    ],
  );
});

test('what comes, goes or changes for one of several architectures is told with it', (t) => {
  const uri = (arch: string) => ({ uri: `https://e.org/a-linux-${arch}.tgz` });
  const x64 = entry('a', uri('x64'));
  const s390x = entry('a', uri('s390x'));
  t.deepEqual(words(manifest(x64), manifest(x64, s390x)), [
    'a 1.0 is there for fs4 (s390x) too now',
  ]);
  t.deepEqual(words(manifest(x64, s390x), manifest(s390x)), [
    'a 1.0 is not there for fs4 (x64) any more',
  ]);
  t.deepEqual(words(manifest(x64), manifest(s390x)), [
    'a 1.0 is there for fs4 (s390x) too now',
    'a 1.0 is not there for fs4 (x64) any more',
  ]);
  t.deepEqual(
    words(
      manifest(x64, s390x),
      manifest(
        x64,
        entry('a', { ...uri('s390x'), digest: `md5: ${MD5.b}` }),
        entry('a', { ...uri('x64'), version: '2.0' }),
        entry('a', { ...uri('s390x'), version: '2.0' }),
      ),
    ),
    [
      'a 2.0 for fs4 (x64) added',
      'a 2.0 for fs4 (s390x) added',
      'a 1.0 for fs4 (s390x) rebuilt: md5 aaaaaaaaaaaa… → bbbbbbbbbbbb…',
    ],
  );
  // A file name that tells none may be for any.
  t.deepEqual(words(manifest(entry('a')), manifest(s390x)), [
    'a 1.0 for fs4 moved: https://e.org/a.tgz → https://e.org/a-linux-s390x.tgz',
  ]);
});

test('another source is told', (t) => {
  t.deepEqual(
    words(
      manifest(entry('flit-core', { source: 'https://e.org/flit_core-4.0.2.tgz' })),
      manifest(entry('flit-core', { source: 'https://e.org/flit_core-3.12.0.tgz' })),
    ),
    [
      'flit-core 1.0 for fs4 has another source: https://e.org/flit_core-4.0.2.tgz → https://e.org/flit_core-3.12.0.tgz',
    ],
  );
});

test('credentials in a uri are not shown', (t) => {
  t.deepEqual(
    words(
      manifest(entry('a', { uri: 'https://me:secret@e.org/a.tgz' })),
      manifest(entry('a', { uri: 'https://e.org/a.tgz' })),
    ).map((line) => line.includes('secret')),
    [false],
  );
});

test('defaults that move, come and go are told', (t) => {
  const defaults = (...items: [string, string][]) =>
    `default_versions:\n${items.map(([name, version]) => `- { name: ${name}, version: '${version}' }\n`).join('')}`;
  t.deepEqual(
    words(
      defaults(['python', '2.7.12'], ['pip', '8.1'], ['ruby', '2']),
      defaults(['python', '3.5.2'], ['node', '4.x'], ['ruby', '2']),
    ),
    [
      'default python moved: 2.7.12 → 3.5.2',
      'pip has no default any more; it was 8.1',
      'node has a default now: 4.x',
    ],
  );
});

test('deprecation dates that change, come and go are told by their lines', (t) => {
  const dates = (...items: [string, string][]) =>
    `dependency_deprecation_dates:\n${items.map(([line, date]) => `- { name: python, version_line: ${line}, date: ${date} }\n`).join('')}`;
  t.deepEqual(
    words(
      dates(['3.8.x', '2024-10-07'], ['3.9.x', '2025-10-05'], ['3.10.x', '2026-10-04']),
      dates(['3.9.x', '2025-10-31'], ['3.10.x', '2026-10-04'], ['3.11.x', '2027-10-24']),
    ),
    [
      'python 3.8.x has no deprecation date any more; it was 2024-10-07',
      'python 3.9.x is deprecated on 2025-10-31, not 2025-10-05',
      'python 3.11.x has a deprecation date now: 2027-10-24',
    ],
  );
});

test('differences are data too', (t) => {
  t.deepEqual(
    diffManifests(
      read(manifest(entry('a'))),
      read(manifest(entry('a', { digest: `md5: ${MD5.b}` }))),
    ),
    [
      {
        kind: 'rebuilt',
        name: 'a',
        version: '1.0',
        stacks: ['fs4'],
        algorithm: 'md5',
        before: MD5.a,
        after: MD5.b,
      },
    ],
  );
});
