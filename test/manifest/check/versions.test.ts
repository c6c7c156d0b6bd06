import test from 'ava';
import { allFindings, entry, findingsIn, sha256, withEntry } from './findings.js';

for (const [version, kind] of [
  ['3.1', 'number'],
  ['3.10', 'number'],
  ['1e3', 'number'],
  ['7', 'number'],
  ['1_0', 'number'],
  ['0x1F', 'number'],
  ['1:30', 'number'],
  ['2024-01-01', 'date'],
] as const) {
  test(`version ${version} without quotes is read as a ${kind}`, async (t) => {
    const findings = await findingsIn(
      withEntry({ version, uri: 'https://example.org/libffi.tgz' }),
    );
    t.deepEqual(findings, [
      `4:12 number-version: version ${version} is read as a ${kind}: quote it, "${version}"`,
    ]);
  });
}

for (const version of [
  '"3.1"',
  "'1e3'",
  '!!str 3.1',
  '3.1.0',
  '3.10.x',
  'v3',
  '1.2.3-4',
  '8u72',
  '1.',
]) {
  test(`version ${version} is a text`, async (t) => {
    const findings = await findingsIn(
      withEntry({ version, uri: 'https://example.org/libffi.tgz' }),
    );
    t.is(
      findings.filter((line) => line.includes('number-version')).length,
      version === '1.' ? 1 : 0,
    );
  });
}

test('a number that is read otherwise than it is written is an error, another a warning', async (t) => {
  const severityOf = async (version: string) => {
    const text = withEntry({ version, uri: 'https://example.org/libffi.tgz' });
    return (await allFindings(text)).map(({ severity }) => severity);
  };
  for (const version of ['3.10', '1e3', '010', '1_0', '2024-01-01', '1.']) {
    t.deepEqual(await severityOf(version), ['error'], version);
  }
  for (const version of ['3.1', '7', '24.0', '0.25']) {
    t.deepEqual(await severityOf(version), ['warning'], version);
  }
});

test('a source of another product has versions of its own', async (t) => {
  const from = (source: string) =>
    findingsIn(withEntry({ name: 'web-runtime', version: '1.0.15', uri: 'file:///r.tgz', source }));
  t.deepEqual(await from('https://example.org/sdk/archive/v1.1.13.tar.gz'), []);
  for (const source of ['web_runtime-1.1.13.tar.gz', 'web-runtime/v1.1.13.zip']) {
    t.deepEqual(await from(`https://example.org/${source}`), [
      '8:11 version-mismatch: web-runtime 1.0.15: its source is of version 1.1.13',
    ]);
  }
});

test('numbers are found in defaults, mappings and version lines too', async (t) => {
  const text = `default_versions:
- name: libffi
  version: 3.1
url_to_dependency_map:
- match: libffi
  name: libffi
  version: 3.1
dependency_deprecation_dates:
- name: libffi
  version_line: 3.1
  date: 2030-01-01
${withEntry({})}`;
  t.deepEqual(
    (await findingsIn(text)).map((line) => line.replace(/: version .*/, '')),
    ['3:12 number-version', '7:12 number-version', '10:17 number-version'],
  );
});

const mismatches = [
  ['3.5.2', 'https://example.org/python-3.5.1.tgz', '3.5.1'],
  ['3.5.2', 'https://example.org/python_3_5_1.tgz', '3.5.1'],
  ['3.5.2', 'https://example.org/python/3.5.1/python.tgz', '3.5.1'],
  ['3.5.2', 'https://example.org/v3.5.1/python.tgz', '3.5.1'],
  ['3.5.2', 'https://example.org/python-3.5.20.tgz', '3.5.20'],
  ['3.12.0', 'https://example.org/flit_core-4.0.2.tar.gz', '4.0.2'],
  ['"3.1"', 'https://example.org/libffi-3.2.tgz', '3.2'],
] as const;

for (const [version, uri, other] of mismatches) {
  test(`${uri} is not of version ${version}`, async (t) => {
    const findings = await findingsIn(withEntry({ version, uri }));
    const title = `libffi ${version.replaceAll('"', '')}`;
    t.deepEqual(findings, [`5:8 version-mismatch: ${title}: its uri is of version ${other}`]);
  });
}

const matches = [
  ['3.5.2', 'https://example.org/python-3.5.2.tgz'],
  ['3.5.2', 'https://example.org/python_3_5_2.tgz'],
  ['3.5.2', 'https://example.org/python352.tgz'],
  ['3.5.2', 'https://example.org/3.5.2/Python-9.9.9.tgz'],
  ['3.5.2', 'https://example.org/python.tgz'],
  ['3.5.2', 'https://example.org/python-3.5.tgz'],
  ['3.5.2', 'https://10.0.0.1/python.tgz'],
  ['3.5.2', 'https://example.org/download?version=3.5.2&of=python-3.5.1'],
  ['1.8.0-ruby', 'https://example.org/jruby-bin-1.8.0.tgz'],
  ['1.2.3-4', 'https://example.org/x-1.2.3_4.tgz'],
  ['"7"', 'https://example.org/x-8.tgz'],
] as const;

for (const [version, uri] of matches) {
  test(`${uri} can be of version ${version}`, async (t) => {
    t.deepEqual(await findingsIn(withEntry({ version, uri })), []);
  });
}

test('a second version is told of where one is allowed, for each stack by itself', async (t) => {
  const text = `language: python
dependencies:
${entry({})}${entry({ version: '"3.2"', uri: 'file:///libffi-3.2.tgz', sha256: sha256('b'), cf_stacks: '[cflinuxfs3]' })}${entry({ version: '"3.3"', uri: 'file:///libffi-3.3.tgz', sha256: sha256('c'), cf_stacks: '[cflinuxfs3]' })}`;
  t.deepEqual(await findingsIn(text), []);
  t.deepEqual(await findingsIn(text, { singleVersions: ['libffi'] }), [
    '14:12 single-version: libffi 3.3 is a second version for cflinuxfs3, beside libffi 3.2; only one is allowed',
  ]);
});
