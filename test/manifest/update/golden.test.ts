import { readFile } from 'node:fs/promises';
import test from 'ava';
import { recordOf } from '../records.js';
import { update } from './updating.js';

const fixture = (name: 'before' | 'after') =>
  readFile(new URL(`fixtures/hand-edited-2016.yml.${name}`, import.meta.url), 'utf8');

const records = [
  { name: 'libffi', version: '3.1', md5: '0f'.repeat(16) },
  { name: 'libmemcache', version: '1.0.18', md5: '1e'.repeat(16) },
  { name: 'python', version: '3.5.2', md5: '2d'.repeat(16) },
].map((words) => recordOf({ ...words, stack: 'cflinuxfs2', arch: 's390x' }));

const options = {
  uri: 'file:///srv/artifacts/{stack}/{file}',
  architectures: ['s390x'],
  dependencies: { python: { line: 'any', keep: 1 } },
  defaults: { python: '3.5.2' },
} as const;

test('one command does what a person did by hand in 2016, and touches no other byte', async (t) => {
  const before = await fixture('before');
  const expected = await fixture('after');
  const { text, changes, notes } = update(before, records, options);
  t.is(text, expected);
  t.deepEqual(notes, []);
  t.deepEqual(
    changes.map(({ message }) => message),
    [
      'libffi 3.1 rebuilt for cflinuxfs2: uri, md5',
      'libmemcache 1.0.18 rebuilt for cflinuxfs2: uri, md5',
      ...['2.7.11', '2.7.12', '3.3.5', '3.3.6', '3.4.4', '3.4.5', '3.5.1'].map(
        (version) => `python ${version} removed for cflinuxfs2 (x64): older than 3.5.2`,
      ),
      'python 3.5.2 rebuilt for cflinuxfs2 (s390x): uri, md5',
      'default python moved from 2.7.12 to 3.5.2',
    ],
  );
});

test('the second time there is nothing to do', async (t) => {
  const expected = await fixture('after');
  const { text, changes, notes } = update(expected, records, options);
  t.is(text, expected);
  t.deepEqual([changes, notes], [[], []]);
});

test('a default whose version would go is refused, with a proposal', async (t) => {
  const before = await fixture('before');
  t.throws(() => update(before, records, { ...options, defaults: {} }), {
    code: 'DEFAULT_MISSING',
    message: '/m.yml:6:14: the default of python, 2.7.12, would match none of its versions: 3.5.2.',
  });
});
