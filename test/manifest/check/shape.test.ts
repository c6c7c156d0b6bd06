import test from 'ava';
import { entry, findingsIn, sha256, withEntry } from './findings.js';

test('an empty manifest lacks what every manifest has', async (t) => {
  t.deepEqual(await findingsIn('---\n{}\n'), [
    "2:1 missing-key: the manifest has no 'language'",
    "2:1 missing-key: the manifest has no 'dependencies'",
  ]);
});

test('an empty file is told of, not failed on', async (t) => {
  t.deepEqual(await findingsIn(''), [
    "1:1 missing-key: the manifest has no 'language'",
    "1:1 missing-key: the manifest has no 'dependencies'",
  ]);
});

test('a misspelt key is told with the one that was meant', async (t) => {
  t.deepEqual(await findingsIn(`exclude_fiels: []\n${withEntry({ sorce: 'x' })}`), [
    "1:1 misspelt-key: the manifest has no key 'exclude_fiels': did you mean 'exclude_files'?",
    "9:3 misspelt-key: an entry of dependencies has no key 'sorce': did you mean 'source'?",
  ]);
});

test('a key that is like none is told with those that there are', async (t) => {
  t.deepEqual(
    await findingsIn(
      `default_versions:\n- {name: libffi, version: "3.1", wherefore: x}\n${withEntry({})}`,
    ),
    ["2:34 unknown-key: a default version has no key 'wherefore'; it has name, version"],
  );
});

test('a key whose like is there was not meant by it, and one for people is no business of ours', async (t) => {
  t.deepEqual(
    (await findingsIn(withEntry({ purl: 'pkg:generic/libffi@3.1' }))).map((line) =>
      line.replace(/: .*/, ''),
    ),
    ['8:3 unknown-key'],
  );
  const text = `x-common: &stacks [cflinuxfs4]\nruntime_to_sdks: []\n${withEntry({ cf_stacks: '*stacks' })}`;
  t.deepEqual(await findingsIn(text), []);
});

test('names that every object of JavaScript has are unknown keys like others', async (t) => {
  t.regex((await findingsIn(`__proto__: x\n${withEntry({})}`))[0] ?? '', /^1:1 unknown-key: /);
});

test('a key that comes again is told where it comes again', async (t) => {
  t.deepEqual(await findingsIn(`${withEntry({})}  name: libffi\n`), [
    "8:3 duplicate-key: an entry of dependencies (libffi 3.1) has the key 'name' twice",
  ]);
});

test('what is missing or empty in an entry is told', async (t) => {
  const text = withEntry({ version: undefined, uri: '', cf_stacks: undefined });
  t.deepEqual(await findingsIn(text), [
    "3:3 missing-key: an entry of dependencies (libffi) has no 'version'",
    "3:3 missing-key: an entry of dependencies (libffi) has nothing under 'uri'",
    "3:3 missing-key: an entry of dependencies (libffi) has no 'cf_stacks'",
  ]);
});

test('keys of defaults, mappings and deprecation dates are asked for too', async (t) => {
  const text = `default_versions:
- name: libffi
url_to_dependency_map:
- match: libffi
dependency_deprecation_dates:
- link: x
${withEntry({})}`;
  t.deepEqual(await findingsIn(text), [
    "2:3 missing-key: a default version (libffi) has no 'version'",
    "4:3 missing-key: a mapping of url_to_dependency_map has no 'name'",
    "4:3 missing-key: a mapping of url_to_dependency_map has no 'version'",
    "6:3 missing-key: a deprecation date has no 'version_line'",
    "6:3 missing-key: a deprecation date has no 'name'",
    "6:3 missing-key: a deprecation date has no 'date'",
  ]);
});

test('a text where a list has to be, and the other way round, is of the wrong type', async (t) => {
  const text = `default_versions: 3.5\n${withEntry({ cf_stacks: 'cflinuxfs4', source: '[a]' })}- just a text\n`;
  t.deepEqual(await findingsIn(text), [
    "1:19 wrong-type: 'default_versions' has to be a list, and is a text",
    "8:14 wrong-type: 'cf_stacks' has to be a list, and is a text",
    "9:11 wrong-type: 'source' has to be a text, and is a list",
    '10:3 wrong-type: an entry of dependencies has to be a mapping, and is a text',
  ]);
});

test('what is merged or repeated through an anchor counts as there', async (t) => {
  const text = `language: python
dependencies:
- &ffi
  name: libffi
  version: "3.1"
  uri: https://example.org/libffi-3.1.tgz
  sha256: ${sha256('a')}
  cf_stacks: &stacks [cflinuxfs4]
- <<: *ffi
  uri: https://example.org/libffi-3.1-linux-s390x.tgz
  sha256: ${sha256('b')}
${entry({ name: 'zlib', cf_stacks: '*stacks', uri: 'https://example.org/zlib-3.1.tgz', sha256: sha256('c') })}`;
  t.deepEqual(await findingsIn(text), []);
});

test('an anchor that is merged into itself ends', async (t) => {
  const text = `language: python\ndependencies:\n- &ffi\n  name: libffi\n  <<: *ffi\n`;
  t.true(
    (await findingsIn(text)).includes(
      "4:3 missing-key: an entry of dependencies (libffi) has no 'uri'",
    ),
  );
});
