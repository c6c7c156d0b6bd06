import { writeFile } from 'node:fs/promises';
import test from 'ava';
import { parse, stringify } from 'yaml';
import { inHost } from '../../src/path.js';
import { manifestEntryYaml, readRecord, recordYaml } from '../../src/store/index.js';
import { exampleRecord } from './example.js';
import { temporaryFolder } from './folder.js';

test('a record is written with its keys in a fixed order, versions quoted where they look like numbers', (t) => {
  const record = exampleRecord('content', { version: '3.10' });
  const { name, version, ...others } = record;
  const shuffled = { ...others, version, name };
  shuffled.options = { zlib: 'system', ensurepip: true };
  t.is(
    recordYaml(shuffled),
    `name: libffi
version: "3.10"
arch: x64
stack:
  name: debian12
  digest: sha256:${'1'.repeat(64)}
  glibc: "2.36"
  compiler: gcc 12.2.0
file: libffi-3.10-linux-x64.tgz
prefix: /app/.heroku/vendor
size: 7
md5: 9a0364b9e99bb480dd25e1f0284c8555
sha256: ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73
tar_sha256: "${'2'.repeat(64)}"
build_key: key-1
manifest:
  name: libffi
  version: "3.10"
  uri: https://example.org/debian12/libffi-3.10-linux-x64.tgz
  md5: 9a0364b9e99bb480dd25e1f0284c8555
  sha256: ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73
  cf_stacks:
  - debian12
  source: https://example.org/libffi-3.10.tar.gz
  source_sha256: ${'a'.repeat(64)}
sources:
- name: libffi
  url: https://example.org/libffi-3.10.tar.gz
  md5: ${'b'.repeat(32)}
  sha256: ${'a'.repeat(64)}
  sha512: ${'c'.repeat(128)}
options:
  ensurepip: true
  zlib: system
`,
  );
});

test('a licence and where an artifact was made from have their places, and are left out when absent', async (t) => {
  const record = exampleRecord('content');
  const text = recordYaml({ ...record, license: undefined, relocated_from: undefined });
  t.is(text, recordYaml(record));
  const more = {
    ...record,
    relocated_from: {
      build_key: 'key-0',
      file: 'libffi-3.4.4-linux-x64.tgz',
      prefix: '/app/.heroku/vendor',
      sha256: 'd'.repeat(64),
    },
    license: 'MIT',
  };
  t.is(
    recordYaml(more),
    text.replace('version: 3.4.4\n', 'version: 3.4.4\nlicense: MIT\n').replace(
      'build_key: key-1\n',
      `build_key: key-1
relocated_from:
  file: libffi-3.4.4-linux-x64.tgz
  sha256: ${'d'.repeat(64)}
  prefix: /app/.heroku/vendor
  build_key: key-0
`,
    ),
  );
  const file = inHost(await temporaryFolder(t), 'record.yml');
  await writeFile(file, recordYaml(more));
  t.deepEqual(await readRecord(file), more);
});

test('a record is read back as it was written', async (t) => {
  const folder = await temporaryFolder(t);
  const record = { ...exampleRecord('x', { version: '1.20' }), options: { jobs: 2, pip: '3.10' } };
  const file = inHost(folder, 'record.yml');
  await writeFile(file, recordYaml(record));
  t.deepEqual(await readRecord(file), record);
});

test('a broken record is refused with its place', async (t) => {
  const file = inHost(await temporaryFolder(t), 'record.yml');
  const text = recordYaml(exampleRecord('x'));

  await writeFile(file, text.replace(/^md5: .*$/m, 'md5: abc'));
  await t.throwsAsync(readRecord(file), {
    code: 'RECORD_INVALID',
    message: `${file}:12:6: md5: is not a md5 digest`,
  });

  await writeFile(file, text.replace('file: libffi', 'file: ../libffi'));
  await t.throwsAsync(readRecord(file), {
    code: 'RECORD_INVALID',
    message: `${file}:9:7: file: must be letters, digits and ._+~- only`,
  });

  await writeFile(file, text.replace('name: debian12', 'name: ..'));
  await t.throwsAsync(readRecord(file), {
    code: 'RECORD_INVALID',
    message: `${file}:5:9: stack.name: must be letters, digits and ._+~- only`,
  });
});

test('a manifest entry is a list item, in the order that manifests have', (t) => {
  const { manifest } = exampleRecord('x', { version: '3.1' });
  t.is(
    manifestEntryYaml({ ...manifest, name: 'libmemcache' }),
    `- name: libmemcache
  version: "3.1"
  uri: https://example.org/debian12/libffi-3.1-linux-x64.tgz
  md5: ${manifest.md5}
  sha256: ${manifest.sha256}
  cf_stacks:
  - debian12
  source: https://example.org/libffi-3.1.tar.gz
  source_sha256: ${'a'.repeat(64)}
`,
  );
});

test('what readers of older YAML take for something else is quoted', (t) => {
  const { manifest } = exampleRecord('x');
  const versionLine = (version: string) =>
    manifestEntryYaml({ ...manifest, version }).split('\n')[1];
  t.is(versionLine('3.11.2'), '  version: 3.11.2');
  t.is(versionLine('2024-05-01'), '  version: "2024-05-01"');
  t.is(versionLine('1e5'), '  version: "1e5"');
  t.is(versionLine('010'), '  version: "010"');
});

test('how an artifact was built, and what it lacks, is read back as it was written', async (t) => {
  const folder = await temporaryFolder(t);
  const path = inHost(folder, 'record.yml');
  const lacks = [{ what: 'nis', reason: 'The stack has no library for it.' }];
  for (const built of [{ mode: 'emulated' }, { mode: 'cross', from: 'x64' }] as const) {
    const record = { ...exampleRecord('content'), built, lacks };
    await writeFile(path, recordYaml(record));
    t.deepEqual(await readRecord(path), record);
  }
});

test('a record whose names lead elsewhere, or that no file can have, is refused by the field', async (t) => {
  const path = inHost(await temporaryFolder(t), 'record.yml');
  const text = recordYaml({
    ...exampleRecord('content'),
    relocated_from: {
      file: 'libffi-3.4.4-linux-x64.tgz',
      sha256: 'a'.repeat(64),
      prefix: '/app',
      build_key: 'key-0',
    },
  });
  const data = parse(text) as Record<string, Record<string, unknown>>;
  for (const [...keys] of [
    ['name'],
    ['version'],
    ['file'],
    ['prefix'],
    ['build_key'],
    ['stack', 'name'],
    ['manifest', 'name'],
    ['manifest', 'version'],
    ['manifest', 'uri'],
    ['relocated_from', 'file'],
    ['relocated_from', 'prefix'],
  ]) {
    for (const bad of [
      '../../x.tgz',
      '/../x.tgz',
      'a/../../x.tgz',
      '.',
      '',
      'x\0y',
      'x\ny',
      `${'x'.repeat(300)}.tgz`,
    ]) {
      const [first = '', second] = keys;
      const spoiled =
        second === undefined
          ? { ...data, [first]: bad }
          : { ...data, [first]: { ...data[first], [second]: bad } };
      await writeFile(path, stringify(spoiled));
      const error = await t.throwsAsync(readRecord(path), { code: 'RECORD_INVALID' });
      t.true(
        error.message.includes(`: ${keys.join('.')}: `),
        `${keys.join('.')}: ${error.message}`,
      );
    }
  }
});
