import test from 'ava';
import { newManifest } from '../../../src/manifest/update/index.js';
import { readManifest } from '../../../src/manifest/model/index.js';
import { hostPath } from '../../../src/path.js';
import { recordOf } from '../records.js';
import { update } from './updating.js';

test('a first manifest is sorted, with the newest versions for defaults', (t) => {
  const [b, a2, a10] = [
    recordOf({ name: 'b', version: '3.1' }),
    recordOf({ name: 'a', version: '1.2.0' }),
    recordOf({ name: 'a', version: '1.10.0' }),
  ];
  const entry = (record: typeof b, version: string) =>
    `- name: ${record.name}\n  version: ${version}\n  uri: https://x/${record.file}\n` +
    `  sha256: ${record.sha256}\n  cf_stacks:\n  - cflinuxfs4\n` +
    `  source: ${record.manifest.source}\n  source_sha256: ${record.manifest.source_sha256}\n`;
  t.is(
    newManifest([b, a10, a2], {
      language: 'python',
      uriOf: ({ file }) => `https://x/${file}`,
    }),
    '---\nlanguage: python\ndefault_versions:\n- name: a\n  version: 1.10.0\n- name: b\n  version: "3.1"\n' +
      `dependencies:\n${entry(a2, '1.2.0')}${entry(a10, '1.10.0')}${entry(b, '"3.1"')}`,
  );
});

test('a first manifest has every architecture, x64 first, and a default that all of them have', (t) => {
  const records = (['s390x', 'arm64', 'x64'] as const).flatMap((arch) =>
    ['1.1.1', '1.1.2']
      .filter((version) => arch !== 's390x' || version === '1.1.1')
      .map((version) => recordOf({ name: 'go', version, arch })),
  );
  const uriOf = ({ file }: { file: string }) => `https://x/${file}`;
  const options = { language: 'go', uriOf };
  const read = (text: string) => readManifest(hostPath('/m.yml'), text);
  const files = (text: string) => read(text).entries.map(({ uri }) => uri?.value.slice(10));
  const text = newManifest(records, options);
  t.deepEqual(files(text), [
    'go-1.1.1-linux-x64.tgz',
    'go-1.1.1-linux-arm64.tgz',
    'go-1.1.1-linux-s390x.tgz',
    'go-1.1.2-linux-x64.tgz',
    'go-1.1.2-linux-arm64.tgz',
  ]);
  t.is(read(text).defaults[0]?.version?.value, '1.1.1');
  const two = newManifest(records, { ...options, architectures: ['arm64', 'x64'] });
  t.is(files(two).length, 4);
  t.is(read(two).defaults[0]?.version?.value, '1.1.2');
  t.throws(() => newManifest(records, { language: 'go', uriOf: () => 'https://x/go.tgz' }), {
    code: 'USAGE',
    message: "go 1.1.2 is for x64, and the file name of its address doesn't say that: go.tgz",
  });
});

test('relocated artifacts are left out of a first manifest', (t) => {
  const own = recordOf({ name: 'go', version: '1.1.1' });
  const moved = recordOf({ name: 'go', version: '1.1.3', relocated: true });
  const text = newManifest([moved, own], {
    language: 'go',
    uriOf: ({ file }) => `https://x/${file}`,
  });
  t.deepEqual(
    readManifest(hostPath('/m.yml'), text).entries.map(({ uri }) => uri?.value),
    [`https://x/${own.file}`],
  );
});

test('a first manifest has the digest that is asked for, and stacks that share a file in one list', (t) => {
  const [a, b] = ['a', 'b'].map((stack) =>
    recordOf({ name: 'go', version: '1.1.1', stack, bytes: 'same' }),
  );
  const text = newManifest(
    [a, b].flatMap((record) => record ?? []),
    { language: 'go', uriOf: () => 'https://x/go.tgz', digest: 'md5' },
  );
  const { entries } = readManifest(hostPath('/m.yml'), text);
  t.deepEqual(
    entries.map(({ md5, sha256, stacks }) => [
      md5?.value,
      sha256,
      stacks?.value.map(({ value }) => value),
    ]),
    [[a?.md5, undefined, ['a', 'b']]],
  );
});

test('without records a first manifest has empty lists, which an update fills', (t) => {
  const uriOf = () => 'https://x/go.tgz';
  const empty = newManifest([], { language: 'go', uriOf });
  t.is(empty, '---\nlanguage: go\ndefault_versions: []\ndependencies: []\n');
  const record = recordOf({ name: 'go', version: '1.1.1' });
  t.is(
    update(empty, [record], { wanted: [{ name: 'go' }], defaults: { go: '1.1.1' }, uriOf }).text,
    newManifest([record], { language: 'go', uriOf }),
  );
});
