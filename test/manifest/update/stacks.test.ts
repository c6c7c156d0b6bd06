import test from 'ava';
import { digestOf, recordOf } from '../records.js';
import { read, update } from './updating.js';

const entry = (version: string, stacks: string, name = 'python') =>
  `- name: ${name}\n  version: ${version}\n  uri: https://b.example/old.tgz\n` +
  `  sha256: ${digestOf('sha256', 'old')}\n  cf_stacks: ${stacks}\n`;
const manifest = (...entries: string[]) => `dependencies:\n${entries.join('')}`;
const record = (version: string, stack: string) => recordOf({ name: 'python', version, stack });
const messages = ({ changes }: { changes: readonly { message: string }[] }) =>
  changes.map(({ message }) => message);

test('what other stacks have stays, though they have a newer one of its line', (t) => {
  const text = manifest(
    entry('2.7.11', '[fs2]'),
    entry('2.7.12', '[fs2]'),
    entry('2.7.12', '[fs3]'),
  );
  const result = update(text, [record('2.7.13', 'fs4')]);
  t.deepEqual(messages(result), ['python 2.7.13 added for fs4']);
  t.true(result.text.startsWith(text));
  t.deepEqual(messages(update(text, [record('2.7.13', 'fs3')])), [
    'python 2.7.12 removed for fs3: older than 2.7.13',
    'python 2.7.13 added for fs3',
  ]);
});

test('a version that is older than those of other stacks comes to a stack that has none of its line', (t) => {
  const text = manifest(entry('3.11.4', '[fs3]'), entry('3.12.1', '[fs4]'));
  const result = update(text, [record('3.11.2', 'fs4'), record('3.11.2', 'fs3')]);
  t.deepEqual(messages(result), ['python 3.11.2 added for fs4']);
  t.deepEqual(result.notes, [
    'python 3.11.2 for fs3 is left out: it is older than 3.11.4, the newest of its line',
  ]);
  t.is(update(result.text, [record('3.11.2', 'fs4')]).text, result.text);
});

test('of an entry for several stacks only those leave that the newer version is for', (t) => {
  const text = manifest(entry('3.11.1', '[fs3, fs4]'));
  const result = update(text, [record('3.11.2', 'fs4')]);
  t.deepEqual(messages(result), [
    'python 3.11.1 is no longer for fs4: older than 3.11.2',
    'python 3.11.2 added for fs4',
  ]);
  t.true(result.text.startsWith(manifest(entry('3.11.1', '[fs3]'))));
  const [change] = result.changes;
  t.like(change, { kind: 'retired', reason: { kind: 'older', than: '3.11.2' } });
});

test('what comes for several stacks, and is older than what comes for one of them, comes for the others', (t) => {
  const same = (stack: string) => ({ ...record('3.11.1', 'fs3'), stack: record('', stack).stack });
  const records = [same('fs3'), same('fs4'), record('3.11.2', 'fs3')];
  const options = { wanted: [{ name: 'python', version: '3.11.1' }, { name: 'python' }] };
  const result = update('dependencies: []\n', records, options);
  t.deepEqual(
    read(result.text).entries.map(({ version, stacks, uri }) => [
      version?.value,
      stacks?.value.map(({ value }) => value),
      uri?.value.split('/').at(-2),
    ]),
    [
      ['3.11.1', ['fs4'], 'fs4'],
      ['3.11.2', ['fs3'], 'fs3'],
    ],
  );
  t.deepEqual(result.notes, [
    'python 3.11.1 for fs3 is left out: it is older than 3.11.2, the newest of its line',
  ]);
  t.is(update(result.text, records, options).text, result.text);
});

test('a version that comes to a stack by joining an entry takes the place of the older one of that stack', (t) => {
  const text = manifest(entry('3.11.1', '[fs4]'), entry('3.11.2', '[fs3]'));
  const same = recordOf({ name: 'python', version: '3.11.2', stack: 'fs4', bytes: 'old' });
  t.deepEqual(messages(update(text, [same])), [
    'python 3.11.1 removed for fs4: older than 3.11.2',
    'python 3.11.2 is for fs4 as well',
  ]);
});

test('the newest that was released stays, of each stack its own', (t) => {
  const text = manifest(
    entry('3.11.1', '[fs3]'),
    entry('3.11.2', '[fs4]'),
    entry('3.11.3', '[fs3, fs4]'),
  );
  const released = read(manifest(entry('3.11.1', '[fs3]'), entry('3.11.2', '[fs4]')));
  const records = [record('3.11.4', 'fs3'), record('3.11.4', 'fs4')];
  const result = update(text, records, { released });
  t.is(messages(result)[0], 'python 3.11.3 removed for fs3, fs4: older than 3.11.4');
  t.is(read(result.text).entries.length, 4);
});

test('a default has to be there for every stack that had it, and what is proposed is of its line', (t) => {
  const defaults = (version: string) =>
    `default_versions:\n- name: python\n  version: ${version}\n`;
  const text =
    defaults('3.11.1') +
    manifest(entry('3.11.1', '[fs3]'), entry('3.11.1', '[fs4]'), entry('3.12.0', '[fs3, fs4]'));
  const refused = (stacks: readonly string[], wish?: string) =>
    t.throws(
      () =>
        update(
          text,
          stacks.map((stack) => record('3.11.2', stack)),
          wish === undefined ? {} : { defaults: { python: wish } },
        ),
      { code: 'DEFAULT_MISSING' },
    );
  const one = refused(['fs4']);
  t.is(
    one.message,
    '/m.yml:3:12: the default of python, 3.11.1, would match none of its versions for fs4: 3.11.2, 3.12.0.',
  );
  t.like(one, { hint: 'Set it with --default python=3.11.x.' });
  t.like(refused(['fs3', 'fs4']), { hint: 'Set it with --default python=3.11.2.' });
  t.like(refused(['fs3', 'fs4'], '3.10.x'), {
    hint: 'No version of its line is left. If another is meant, set it with --default python=3.12.0.',
  });
  t.notThrows(() => update(text, [record('3.11.2', 'fs4')], { defaults: { python: '3.11.x' } }));
});

test('a mapping stays while one stack has its version, and the others are told', (t) => {
  const text =
    'url_to_dependency_map:\n- match: python\n  name: python\n  version: 3.11.1\n' +
    manifest(entry('3.11.1', '[fs3]'), entry('3.11.1', '[fs4]'));
  t.deepEqual(update(text, [record('3.11.2', 'fs4')]).notes, [
    'url_to_dependency_map: python stays at 3.11.1, which is not there for fs4 any more',
  ]);
});

test('what is not newer than an entry for every architecture does not come beside it, the second time neither', (t) => {
  const every = manifest(entry('1.1.2', '[a]', 'node').replace('old.tgz', 'node-linux-noarch'));
  const arm64 = ['1.1.1', '2.0.0'].map((version) =>
    recordOf({ name: 'node', version, stack: 'a', arch: 'arm64' }),
  );
  const first = update(every, arm64);
  t.deepEqual(messages(first), ['node 2.0.0 added for a (arm64)']);
  const second = update(first.text, arm64);
  t.deepEqual([second.text, messages(second)], [first.text, []]);
  t.deepEqual(second.notes, [
    'node 1.1.1 for a is left out: it is older than 1.1.2, the newest of its line',
  ]);
  // Beside others, the very version is there already.
  const x64 = recordOf({ name: 'node', version: '1.1.2', stack: 'a' });
  const both = manifest(
    entry('1.1.2', '[a]', 'node').replace('old.tgz', 'node-linux-noarch'),
    entry('2.0.0', '[a]', 'node').replace('old.tgz', 'node-linux-x64'),
    entry('2.0.0', '[a]', 'node').replace('old.tgz', 'node-linux-arm64'),
  );
  const beside = update(both, [x64]);
  t.is(beside.text, both);
  t.deepEqual(beside.notes, [
    'node 1.1.2 for a (x64) is left out: its entry is for every architecture',
  ]);
});

test('of a new version one entry comes where none names its stacks, the second time neither', (t) => {
  const silent = (version: string) => entry(version, '[]').replace(/^ {2}cf_stacks.*\n/m, '');
  const text = manifest(entry('18.1.0', '[fs3]', 'node'), silent('3.11.1'));
  const records = [record('3.11.2', 'fs5'), record('3.11.2', 'fs3')];
  const result = update(text, records);
  t.deepEqual(messages(result), [
    'python 3.11.1 removed: older than 3.11.2',
    'python 3.11.2 added',
  ]);
  const leftOut = [
    'python 3.11.2 for fs5 is left out: its entry names no stacks, and took the artifact for fs3',
  ];
  t.deepEqual(result.notes, leftOut);
  const again = update(result.text, records);
  t.deepEqual([again.text, again.notes], [result.text, leftOut]);
});

test('the only stack leaves an entry while another one comes, in brackets and in lines', (t) => {
  const records = [record('3.11.2', 'fs4'), record('3.11.1', 'fs5')];
  for (const stacks of ['[fs4]', '[ fs4 ]', '\n  - fs4']) {
    const { text } = update(manifest(entry('3.11.1', stacks)), records);
    const versions = read(text).entries.map(({ version, stacks: own }) => [
      version?.value,
      ...(own?.value ?? []).map(({ value }) => value),
    ]);
    t.deepEqual(versions.sort(), [
      ['3.11.1', 'fs5'],
      ['3.11.2', 'fs4'],
    ]);
    t.is(update(text, records).text, text);
  }
});
