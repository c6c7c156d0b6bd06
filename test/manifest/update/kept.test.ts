import test from 'ava';
import { digestOf, recordOf } from '../records.js';
import { read, update } from './updating.js';

const entry = (name: string, version: string, stacks: string, more = '') =>
  `- name: ${name}\n  version: ${version}\n  uri: https://b.example/old.tgz\n` +
  `  sha256: ${digestOf('sha256', 'old')}\n  cf_stacks:${stacks.startsWith('\n') ? '' : ' '}${stacks}\n${more}`;
const manifest = (...entries: string[]) => `dependencies:\n${entries.join('')}`;
const record = (version: string, stack = 'a', name = 'go') => recordOf({ name, version, stack });
const newer = record('1.1.2');

test('comments above a replaced entry and behind its texts stay with what replaces it', (t) => {
  const text =
    'dependencies:\n# ---- interpreters ----\n\n  # kept until June\n  - name: go # the one\n    version: 1.1.1   # see #7\n' +
    `    uri: https://b.example/old#1.tgz\t# by hand\n    sha256: ${digestOf('sha256', 'old')}\n    cf_stacks:\n      - a\n`;
  const result = update(text, [newer]);
  t.is(
    result.text,
    'dependencies:\n# ---- interpreters ----\n\n  # kept until June\n  - name: go # the one\n    version: 1.1.2   # see #7\n' +
      `    uri: https://b.example/a/${newer.file}\t# by hand\n    sha256: ${newer.sha256}\n    cf_stacks:\n      - a\n`,
  );
  t.deepEqual(result.notes, []);
  t.is(update(result.text, [newer]).text, result.text);
});

test('of several replaced entries all comments above stay, and behind a text those of the newest', (t) => {
  const item = (version: string, above: string, behind: string) =>
    `${above}${entry('go', version, '[a]').replace(version, `${version} # ${behind}`)}`;
  const text = manifest(
    item('1.1.0', '# all\n# of 0\n', 'zero'),
    item('1.1.1', '# all\n# of 1\n', 'one'),
  );
  const result = update(text, [newer]);
  t.true(
    result.text.startsWith(
      'dependencies:\n# all\n# of 0\n# of 1\n- name: go\n  version: 1.1.2 # one\n',
    ),
    result.text,
  );
  t.deepEqual(result.notes, ['go 1.1.0 for a goes with its comment: # zero']);
});

test('comments that fit nowhere in what replaces an entry are told', (t) => {
  const within = entry('go', '1.1.1', '\n  # why\n  - a # only', '  # at the end\n');
  t.deepEqual(update(manifest(within), [newer]).notes, [
    'go 1.1.1 for a goes with its comments: # why # only # at the end',
  ]);
  const there = manifest(`# old\n${entry('go', '1.1.1', '[a]')}`, entry('go', '1.1.2', '[a]'));
  t.deepEqual(update(there, [newer], { dependencies: { go: { keep: 1 } } }).notes, [
    'go 1.1.1 for a goes with its comment: # old',
  ]);
  const braces =
    'dependencies: [\n  # old\n  {name: go, version: 1.1.1, cf_stacks: [a]} # see\n]\n';
  t.deepEqual(update(braces, [newer]).notes, []);
});

const MODULES =
  '  osl: osl/php.txt # licences\n  dependencies:\n  - name: apcu\n    version: 5.1.22\n\n  # last\n  - name: amqp\n';

test('module lists and other keys stay where a version is rebuilt, in an entry of its own too', (t) => {
  const text = manifest(entry('php', '8.1.1', '[a, b]', MODULES), entry('go', '1.1.1', '[a]'));
  const rebuilt = record('8.1.1', 'b', 'php');
  const result = update(text, [rebuilt]);
  t.is(
    result.text,
    manifest(
      entry('php', '8.1.1', '[a]', MODULES),
      entry('php', '8.1.1', '[b]', MODULES)
        .replace('old.tgz', `b/${rebuilt.file}`)
        .replace(digestOf('sha256', 'old'), rebuilt.sha256),
      entry('go', '1.1.1', '[a]'),
    ),
  );
  t.deepEqual(result.notes, []);
  t.is(update(result.text, [rebuilt]).text, result.text);
  const both = update(text, [rebuilt, record('8.1.1', 'a', 'php')]);
  t.is(both.text.split(MODULES).length, 3);
});

test('what has a name that others repeat is not repeated, and its lack is told', (t) => {
  const named = entry('php', '8.1.1', '[a, b]', '  modules: &m [apcu]\n');
  const result = update(manifest(named), [record('8.1.1', 'b', 'php')]);
  t.deepEqual(result.notes, [
    'php 8.1.1 for b lacks modules, which php 8.1.1 has: no record knows that, fill it in by hand',
  ]);
});

const COMMON =
  'common: &common\n  cf_stacks:\n  - a\n  - b\n  source: https://example.org/go-1.1.1.tar.gz\n  osl: go.txt\n';
const merging = (stacks = '') =>
  `- <<: *common\n  name: go\n  version: 1.1.1\n  uri: https://b.example/go.tgz\n  sha256: ${digestOf('sha256', 'old')}\n${stacks}`;

test('an entry that merges others gets what is its own beside that, and goes on to merge', (t) => {
  const text = `${COMMON}dependencies:\n${merging()}`;
  const rebuilt = record('1.1.1', 'b');
  const result = update(text, [rebuilt]);
  t.is(
    result.text,
    `${COMMON}dependencies:\n${merging('  cf_stacks:\n  - a\n')}` +
      merging('  cf_stacks:\n  - b\n')
        .replace('b.example/go.tgz', `b.example/b/${rebuilt.file}`)
        .replace(digestOf('sha256', 'old'), rebuilt.sha256),
  );
  t.is(update(result.text, [rebuilt]).text, result.text);
  t.deepEqual(result.notes, []);

  const other = {
    ...rebuilt,
    manifest: { ...rebuilt.manifest, source: 'https://other.example/go' },
  };
  const all = [other, { ...other, stack: { ...other.stack, name: 'a' } }];
  const moved = update(text, all).text;
  t.is(read(moved).entries[0]?.source?.value, 'https://other.example/go');
  t.true(moved.startsWith(COMMON));
  t.is(update(moved, all).text, moved);
});

test('a newer version in place of one that merges others says all that its record knows, and what it lacks is told', (t) => {
  const text = `${COMMON}dependencies:\n${merging()}`;
  const result = update(text, [record('1.1.2', 'a'), record('1.1.2', 'b')]);
  t.deepEqual(
    read(result.text).entries.map(({ version, source }) => [version?.value, source?.value]),
    [
      ['1.1.2', 'https://example.org/go-1.1.2.tar.gz'],
      ['1.1.2', 'https://example.org/go-1.1.2.tar.gz'],
    ],
  );
  t.deepEqual(result.notes, [
    'go 1.1.2 for a lacks osl, which go 1.1.1 has: no record knows that, fill it in by hand',
    'go 1.1.2 for b lacks osl, which go 1.1.1 has: no record knows that, fill it in by hand',
  ]);
});

test('a list of stacks that is repeated from elsewhere gives way to a list of its own', (t) => {
  const text = `x: &stacks [a, b]\n${manifest(entry('go', '1.1.1', '*stacks'))}`;
  const result = update(text, [record('1.1.1', 'b')]);
  t.true(result.text.startsWith(`x: &stacks [a, b]\n${manifest(entry('go', '1.1.1', '[a]'))}`));
  const braces = `${COMMON}dependencies: [{<<: *common, name: go, version: 1.1.1, sha256: x}]\n`;
  t.true(
    update(braces, [], { retiredStacks: ['b'] }).text.endsWith(
      'dependencies: [{<<: *common, name: go, version: 1.1.1, sha256: x, cf_stacks: [a]}]\n',
    ),
  );
});

test('where lines end in two ways, new ones end as their neighbours do', (t) => {
  const crlf = (text: string) => text.replaceAll('\n', '\r\n');
  const text =
    'language: go\n' +
    crlf(`dependencies:\n${entry('go', '1.1.1', '\n  - a')}`) +
    entry('node', '1.1.1', '\n  - a');
  const added = update(text, [record('1.2.0'), record('1.2.0', 'a', 'node')]).text;
  const [go, node] = [
    added.slice(0, added.indexOf('- name: node')),
    added.slice(added.indexOf('- name: node')),
  ];
  t.notRegex(go.slice(13), /(?<!\r)\n/);
  t.notRegex(node, /\r/);
  t.is(go.match(/- name: go/g)?.length, 2);
  t.is(node.match(/- name: node/g)?.length, 2);
  const digests = update(text, [record('1.1.1'), record('1.1.1', 'a', 'node')], { digest: 'both' });
  t.regex(digests.text, /md5: \w+\r\n {2}cf_stacks:\r\n/);
  t.regex(digests.text, /md5: \w+\n {2}cf_stacks:\n/);
});
