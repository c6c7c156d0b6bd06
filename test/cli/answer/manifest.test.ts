import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import {
  diffText,
  findingsText,
  listText,
  notesText,
  updateText,
} from '../../../src/cli/answer/manifest.js';
import type { ManifestFinding } from '../../../src/manifest/check/index.js';
import { leastTime } from '../../cpu-time.js';

const plain = stripVTControlCharacters;

const finding = (parts: Partial<ManifestFinding>): ManifestFinding => ({
  check: 'digest',
  severity: 'error',
  message: 'md5 is no digest',
  range: { start: 0, end: 1 },
  line: 3,
  column: 5,
  ...parts,
});

test('findings begin with their place, each check is explained once, and the verdict comes last', (t) => {
  const text = findingsText('b/manifest.yml', {
    entries: 1,
    findings: [
      finding({}),
      finding({ line: 9, message: 'sha256 is no digest' }),
      finding({ check: 'old', severity: 'warning', line: 12, column: 1, message: 'past its date' }),
    ],
    settings: [],
    checks: {
      digest: { explanation: 'Nobody could verify it.', remedy: 'Build it again.' },
      old: { explanation: 'Nobody mends it.', remedy: 'Take a newer one.' },
    },
  });
  t.is(
    plain(text),
    `b/manifest.yml:3:5: error: md5 is no digest (digest)
b/manifest.yml:9:5: error: sha256 is no digest (digest)
b/manifest.yml:12:1: warning: past its date (old)

digest: Nobody could verify it.
  → Build it again.

old: Nobody mends it.
  → Take a newer one.

✘ b/manifest.yml: 1 entry, 2 errors, 1 warning`,
  );
});

test('a manifest without a finding is one line', (t) => {
  const text = findingsText('manifest.yml', {
    entries: 25,
    findings: [],
    settings: [],
    checks: {},
  });
  t.is(plain(text), '✔ manifest.yml: 25 entries, 0 errors, 0 warnings');
});

test('what was set of checks is told with its reason, found or not', (t) => {
  const text = findingsText('manifest.yml', {
    entries: 2,
    findings: [],
    settings: [
      { check: 'old', severity: 'off', reason: 'we mend it ourselves', findings: 3 },
      { check: 'digest', severity: 'warning', reason: 'until Friday', findings: 0 },
      { check: 'shared', severity: 'error', findings: 0 },
    ],
    checks: {},
  });
  t.is(
    plain(text),
    `old is off, 3 findings not told: we mend it ourselves
digest is a warning, 0 findings: until Friday
shared is an error, 0 findings

✔ manifest.yml: 2 entries, 0 errors, 0 warnings`,
  );
});

test('warnings alone are no failure', (t) => {
  const findings = [finding({ severity: 'warning' })];
  const text = findingsText('manifest.yml', { entries: 2, findings, settings: [], checks: {} });
  t.is(plain(text).split('\n').at(-1), '✔ manifest.yml: 2 entries, 0 errors, 1 warning');
});

test('nothing of a manifest commands a terminal', (t) => {
  const evil = 'a\u001b[2Jb';
  const row = {
    name: evil,
    version: evil,
    stacks: [evil],
    arch: undefined,
    md5: evil,
    sha256: undefined,
    deprecation: evil,
    isDefault: false,
  };
  for (const text of [
    updateText('m', [{ message: evil }]),
    notesText([evil]),
    listText('m', [row]),
    diffText([{ kind: 'added', name: evil, version: '1', stacks: [], message: evil }]),
    findingsText('m', {
      entries: 1,
      findings: [finding({ message: evil })],
      settings: [],
      checks: {},
    }),
    findingsText('m', {
      entries: 1,
      findings: [],
      settings: [{ check: 'old', severity: 'off', reason: evil, findings: 1 }],
      checks: {},
    }),
  ]) {
    t.false(text.includes('\u001b[2J'));
    t.true(text.includes('a\\u{1b}[2Jb'));
  }
});

test('changes are listed below the file that they were made in', (t) => {
  t.is(plain(updateText('m.yml', [{ message: 'one' }])), '✔ m.yml: 1 change\n  one');
  t.is(
    plain(updateText('m.yml', [{ message: 'one' }, { message: 'two' }])),
    '✔ m.yml: 2 changes\n  one\n  two',
  );
});

test('a manifest without dependencies has no table', (t) => {
  t.is(listText('m.yml', []), 'm.yml has no dependencies.');
});

test.serial('ten thousand entries are a table in a moment', async (t) => {
  const row = {
    name: 'python',
    version: '3.5.2',
    stacks: ['fs4'],
    arch: undefined,
    md5: undefined,
    sha256: 'a'.repeat(64),
    deprecation: undefined,
    isDefault: true,
  };
  const rows = Array.from({ length: 10_000 }, () => row);
  const seconds = await leastTime(5, () => {
    const lines = listText('m.yml', rows).split('\n');
    t.is(lines[0], 'name    version  stacks  arch  digest               deprecated');
    t.is(lines.at(-1), 'python  3.5.2    fs4           sha256 aaaaaaaaaaaa              default');
  });
  // By the square of the rows it would be a quarter of a minute.
  t.true(seconds < 5, `${seconds} s`);
});
