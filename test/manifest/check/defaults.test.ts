import test from 'ava';
import { allFindings, entry, findingsIn, sha256 } from './findings.js';

function python(version: string, keys: Record<string, string> = {}): string {
  const beginning = version.replaceAll('.', '');
  return entry({
    name: 'python',
    version,
    uri: `https://example.org/python-${version}.tgz`,
    sha256: sha256(beginning),
    ...keys,
  });
}

const PYTHONS = `language: python\ndependencies:\n${python('3.9.2')}${python('3.10.1')}${python('3.11.0')}`;

function withDefault(...versions: string[]): string {
  const items = versions.map((version) => `- name: python\n  version: ${version}\n`);
  return `default_versions:\n${items.join('')}${PYTHONS}`;
}

test('a default that nothing has is told with what there is', async (t) => {
  t.deepEqual(await findingsIn(withDefault('3.9.3')), [
    '3:12 default-unmatched: no entry is python 3.9.3, the default: there is 3.9.2, 3.10.1 and 3.11.0',
  ]);
  t.deepEqual(await findingsIn(`default_versions: [{name: ruby, version: 1.2.3}]\n${PYTHONS}`), [
    '1:42 default-unmatched: no entry is ruby 1.2.3, the default: there is no entry named ruby',
  ]);
});

for (const version of ['3.9.2', '3.10.x', '3.x', '">=3.9"', '~3.10']) {
  test(`the default ${version} is there`, async (t) => {
    t.deepEqual(await findingsIn(withDefault(version)), []);
  });
}

test('a range that only previews are in is a warning: installers differ', async (t) => {
  const text = `default_versions:\n- {name: ruby, version: '>=3.2'}\nlanguage: ruby\ndependencies:\n`;
  const ruby = (version: string) =>
    entry({ name: 'ruby', version, uri: `https://example.org/ruby-${version}.tgz` });
  const findings = await allFindings(text + ruby('3.2.1-preview1') + ruby('3.1.0'));
  t.deepEqual(
    findings
      .filter(({ check }) => check === 'default-unmatched')
      .map(({ severity, message }) => [severity, message]),
    [['warning', 'no entry but previews is ruby >=3.2, the default: there is 3.2.1-preview1']],
  );
  const others = await findingsIn(text + ruby('3.1.0') + ruby('3.1.1-preview1'));
  t.regex(
    others[0] ?? '',
    /^2:25 default-unmatched: no entry is ruby >=3\.2, the default: there is/,
  );
});

test('a line is not the beginning of another line', async (t) => {
  t.regex((await findingsIn(withDefault('3.1.x')))[0] ?? '', /^3:12 default-unmatched: /);
});

test('two defaults of one name are one too many', async (t) => {
  t.deepEqual(await findingsIn(withDefault('3.9.2', '3.10.x')), [
    '4:3 default-repeated: python has a default version already, 3.9.2 in line 2',
  ]);
});

const DATED = `dependency_deprecation_dates:
- version_line: 3.9.x
  name: python
  date: 2026-11-20
- version_line: 3.10.x
  name: python
  date: 2026-11-21
- version_line: something
  match: 3\\.11\\.\\d+
  name: python
  date: 2020-01-01
`;

test('a default and dependencies past their date are told of, those that end today not', async (t) => {
  t.deepEqual(await findingsIn(withDefault('3.9.2') + DATED), [
    '3:12 default-deprecated: python 3.9.2, the default, is past its deprecation date 2026-11-20',
    '7:12 deprecated: python 3.9.2 is past its deprecation date 2026-11-20',
    '17:12 deprecated: python 3.11.0 is past its deprecation date 2020-01-01',
  ]);
});

test('a version that several stacks have is past its date once', async (t) => {
  const uri = 'https://example.org/python-3.9.2-cflinuxfs3.tgz';
  const two = python('3.9.2', { uri, sha256: sha256('a92'), cf_stacks: '[cflinuxfs3]' });
  t.deepEqual(
    (await findingsIn(PYTHONS + two + DATED)).filter((line) => line.includes('3.9.2')),
    ['4:12 deprecated: python 3.9.2 is past its deprecation date 2026-11-20'],
  );
});

test('a date for a name that no dependency has is told, once for all its lines', async (t) => {
  const dates = `dependency_deprecation_dates:
- {version_line: 3.9.x, name: pyhton, date: 2030-01-01}
- {version_line: 3.10.x, name: pyhton, date: 2031-01-01}
- {version_line: 1.x, name: somethingelse, date: 2031-01-01}
`;
  t.deepEqual(await findingsIn(dates + PYTHONS), [
    "2:31 deprecation-unmatched: a deprecation date is for pyhton, and no entry has that name: did you mean 'python'?",
    '4:29 deprecation-unmatched: a deprecation date is for somethingelse, and no entry has that name',
  ]);
});

test('in a package for one stack a default has to be there for that stack', async (t) => {
  const text = withDefault('3.9.2');
  const wanted = (stack: string | undefined, ...leftOut: string[]) =>
    findingsIn(text, { package: { stack, leftOut: new Set(leftOut) } });
  t.deepEqual(await wanted('cflinuxfs4'), []);
  t.deepEqual(await wanted(undefined), []);
  t.deepEqual(await wanted('cflinuxfs3'), [
    '3:12 default-unmatched: no entry for cflinuxfs3 is python 3.9.2, the default: there is no entry named python for cflinuxfs3',
  ]);
  t.deepEqual(await wanted('cflinuxfs3', 'python'), []);
});

test('a default that is a line means its newest version', async (t) => {
  const findings = await findingsIn(withDefault('3.x') + DATED);
  t.is(
    findings[0],
    '3:12 default-deprecated: python 3.x (3.11.0), the default, is past its deprecation date 2020-01-01',
  );
});

for (const date of ['2026-02-30', 'soon', '2026/10/31', '2026-1-1']) {
  test(`${date} is not a date`, async (t) => {
    const text = `dependency_deprecation_dates:\n- {version_line: 3.9.x, name: python, date: ${date}}\n${PYTHONS}`;
    t.deepEqual(await findingsIn(text), [`2:45 date-malformed: ${date} is not a date: YYYY-MM-DD`]);
  });
}

test('the same version for the same stack twice is told, for another architecture not', async (t) => {
  const again = entry({
    name: 'python',
    version: '3.9.2',
    uri: 'https://example.org/again/python-3.9.2.tgz',
    sha256: sha256('a9'),
    cf_stacks: '[cflinuxfs3, cflinuxfs4]',
  });
  t.deepEqual(await findingsIn(PYTHONS + again), [
    '18:3 duplicate-entry: python 3.9.2 is there for cflinuxfs4 already, in line 3',
  ]);
  t.deepEqual(await findingsIn(PYTHONS + again.replace('.tgz', '-linux-s390x.tgz')), []);
});

test('a default that one of several architectures does not have is told', async (t) => {
  const on = (version: string, arch: string) =>
    entry({
      name: 'python',
      version,
      uri: `https://example.org/python-${version}-linux-${arch}.tgz`,
      sha256: sha256(`${version.replaceAll('.', '')}${arch === 'x64' ? 'a' : 'b'}`),
    });
  const text = (version: string) =>
    `default_versions:\n- {name: python, version: ${version}}\ndependencies:\n` +
    `${on('3.9.2', 'x64')}${on('3.10.1', 'x64')}${on('3.9.2', 's390x')}`;
  const told = async (content: string) =>
    (await findingsIn(content)).filter((line) => line.includes('default'));
  t.deepEqual(await told(text('3.10.1')), [
    '2:27 default-unmatched: no entry for s390x is python 3.10.1, the default',
  ]);
  t.deepEqual(await told(text('3.9.2')), []);
  // What tells none may be for any.
  t.deepEqual(await told(text('3.10.1').replace('3.10.1-linux-x64', '3.10.1')), []);
});
