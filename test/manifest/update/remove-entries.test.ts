import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { BuilderError } from '../../../src/error.js';
import { decideRemovals, removeEntries } from '../../../src/manifest/update/index.js';
import { afterDecisions, contentOf } from './after-decisions.js';
import { anyEntry, anyLayout, manifestText } from './any-manifest.js';
import { read } from './updating.js';

const entry = (name: string, version: string, ...stacks: string[]) =>
  [
    `  - name: ${name}`,
    `    version: ${version}`,
    '    cf_stacks:',
    ...stacks.map((stack) => `      - ${stack}`),
    `    uri: https://b.example/${name}-${version}-linux-x64.tgz`,
    `    md5: ${'ab'.repeat(16)}\n`,
  ].join('\n');
const HEAD = `---
language: python
default_versions:
  # what applications get
  - name: python
    version: 2.7.12
url_to_dependency_map:
  - match: python-(\\d+\\.\\d+\\.\\d+)
    name: python
    version: $1
  - match: libffi
    name: libffi
    version: "3.1"
dependencies:
`;
const TAIL = 'exclude_files:\n  - .git/\n';
const manifest = (...entries: string[]) => HEAD + entries.join('') + TAIL;

interface Asked {
  named: string[];
  stacks?: string[];
  arch?: 'x64' | 's390x';
  defaults?: Record<string, string>;
}
const asked = ({ named, stacks = [], arch, defaults = {} }: Asked) => ({
  named: named.map((word) => {
    const [name = '', version] = word.split('@');
    return { name, version };
  }),
  stacks,
  arch,
  defaults,
});
const remove = (text: string, what: Asked) => removeEntries(read(text), asked(what));
const messages = ({ changes }: { changes: readonly { message: string }[] }) =>
  changes.map(({ message }) => message);
const hintOf = (error: unknown) => (error instanceof BuilderError ? error.hint : undefined);

const SEVEN = ['2.7.11', '2.7.12', '3.3.5', '3.3.6', '3.4.4', '3.4.5', '3.5.1'];

test('seven versions go at once, and the default moves to the one that is left', (t) => {
  const pythons = [...SEVEN, '3.5.2'].map((version) => entry('python', version, 'fs2'));
  const libffi = entry('libffi', '3.1', 'fs2');
  const result = remove(manifest(libffi, ...pythons), {
    named: SEVEN.map((version) => `python@${version}`),
    stacks: ['fs2'],
    defaults: { python: '3.5.2' },
  });
  t.is(result.text, manifest(libffi, entry('python', '3.5.2', 'fs2')).replace('2.7.12', '3.5.2'));
  t.deepEqual(messages(result), [
    ...SEVEN.map((version) => `python ${version} removed for fs2`),
    'default python moved from 2.7.12 to 3.5.2',
  ]);
  t.deepEqual(result.changes[0], {
    kind: 'removed',
    name: 'python',
    version: '2.7.11',
    stacks: ['fs2'],
    reason: { kind: 'asked' },
    message: 'python 2.7.11 removed for fs2',
  });
});

test('lines and ranges name several versions, and a name alone all of them', (t) => {
  const all = [...SEVEN, '3.5.2'];
  const text = manifest(...all.map((version) => entry('python', version, 'fs2')));
  const left = (...named: string[]) =>
    read(remove(text, { named, defaults: { python: '3.5.2' } }).text).entries.map(
      ({ version }) => version?.value,
    );
  t.deepEqual(left('python@3.3.x', 'python@2.x'), ['3.4.4', '3.4.5', '3.5.1', '3.5.2']);
  t.deepEqual(left('python@<3.5.2'), ['3.5.2']);
  t.deepEqual(left('python@2.7.12 || >=3.3 <3.5'), ['2.7.11', '3.5.1', '3.5.2']);
  const none = remove(text, { named: ['python'] });
  t.deepEqual(read(none.text).entries, []);
  t.regex(none.text, /dependencies: \[\]\nexclude_files/);
});

test('an entry for several stacks stays for those that are not meant', (t) => {
  const text = manifest(entry('python', '2.7.12', 'fs2', 'fs3'), entry('python', '2.7.11', 'fs2'));
  const result = remove(text, { named: ['python@2.7.11', 'python@2.7.12'], stacks: ['fs2'] });
  t.is(result.text, manifest(entry('python', '2.7.12', 'fs3')));
  t.deepEqual(messages(result), [
    'python 2.7.12 is no longer for fs2',
    'python 2.7.11 removed for fs2',
  ]);
});

test('an architecture is told by the file, and the other one stays', (t) => {
  const x64 = entry('python', '2.7.12', 'fs2');
  const s390x = x64.replace('x64', 's390x');
  const result = remove(manifest(x64, s390x), { named: ['python'], arch: 's390x' });
  t.is(result.text, manifest(x64));
  t.deepEqual(messages(result), ['python 2.7.12 removed for fs2 (s390x)']);
});

test('what is said of a name goes with its last version: default, mappings and dates', (t) => {
  const dates =
    'dependency_deprecation_dates:\n- name: libffi\n  version_line: 3.1\n  date: 2020-01-01\n';
  const text = manifest(entry('python', '2.7.12', 'fs2'), entry('libffi', '3.1', 'fs2')) + dates;
  const result = remove(text, { named: ['libffi'] });
  t.is(
    result.text,
    manifest(entry('python', '2.7.12', 'fs2')).replace(
      '  - match: libffi\n    name: libffi\n    version: "3.1"\n',
      '',
    ) + 'dependency_deprecation_dates: []\n',
  );
  t.deepEqual(messages(result), [
    'libffi 3.1 removed for fs2',
    'url_to_dependency_map: libffi removed: no version is left',
    'deprecation date of libffi 3.1 removed: no version of that line is left',
  ]);
  const whole = remove(text, { named: ['python'] });
  t.true(whole.text.includes('default_versions: []\n'));
  t.true(messages(whole).includes('default python removed: no version is left'));
  t.true(messages(whole).includes('url_to_dependency_map: python removed: no version is left'));
});

test('a fixed version of url_to_dependency_map moves to what is left', (t) => {
  const text = manifest(
    entry('python', '2.7.12', 'fs2'),
    entry('libffi', '3.1', 'fs2'),
    entry('libffi', '3.2.1', 'fs2'),
  );
  const result = remove(text, { named: ['libffi@3.1'] });
  t.true(result.text.includes('    name: libffi\n    version: "3.2.1"\n'));
  t.deepEqual(messages(result).slice(1), ['url_to_dependency_map: libffi moved from 3.1 to 3.2.1']);
});

test('a default that would match nothing is refused with the option that sets another', (t) => {
  const text = manifest(entry('python', '2.7.12', 'fs2'), entry('python', '3.5.2', 'fs2'));
  const error = t.throws(() => remove(text, { named: ['python@2.7.12'] }), {
    code: 'DEFAULT_MISSING',
    message: '/m.yml:6:14: the default of python, 2.7.12, would match none of its versions: 3.5.2.',
  });
  t.is(
    hintOf(error),
    'No version of its line is left. If another is meant, set it with --default python=3.5.2.',
  );
});

test('comments above an entry go with it and are told; those that a blank line parts stay', (t) => {
  const text = manifest(
    entry('python', '2.7.12', 'fs2'),
    '  # apart\n\n  # for s390x\n' + entry('python', '3.4.4', 'fs2'),
    '  # the newest\n' + entry('python', '3.5.2', 'fs2'),
  );
  const result = remove(text, { named: ['python@3.4.4'] });
  t.is(
    result.text,
    manifest(
      entry('python', '2.7.12', 'fs2'),
      '  # apart\n\n',
      '  # the newest\n' + entry('python', '3.5.2', 'fs2'),
    ),
  );
  t.deepEqual(result.notes, ['python 3.4.4 for fs2 goes with its comment: # for s390x']);
});

test('a name, a version or a stack that nothing has is refused, so that no slip of the pen goes unseen', (t) => {
  const text = manifest(entry('python', '2.7.12', 'fs2'), entry('python', '3.5.2', 'fs3'));
  const refused = (what: Asked) => {
    const error = t.throws(() => remove(text, what), { instanceOf: BuilderError, code: 'USAGE' });
    return [error.message, error.hint];
  };
  t.deepEqual(refused({ named: ['pyton@3.4.4'] }), [
    '/m.yml: no entry is pyton 3.4.4.',
    "Did you mean 'python'? There is: python.",
  ]);
  t.deepEqual(refused({ named: ['python@3.5'] }), [
    '/m.yml: no entry is python 3.5.',
    'There is python 2.7.12 for fs2 (x64); 3.5.2 for fs3 (x64).',
  ]);
  t.deepEqual(refused({ named: ['python@3.5.2'], stacks: ['fs2'] }), [
    '/m.yml: no entry is python 3.5.2 for fs2.',
    'There is python 2.7.12 for fs2 (x64); 3.5.2 for fs3 (x64).',
  ]);
  t.deepEqual(refused({ named: ['python'], stacks: ['fs1'] }), [
    "/m.yml: no entry is for 'fs1'.",
    'There are entries for fs2, fs3.',
  ]);
});

test('a stack of another number is not proposed', (t) => {
  const text = manifest(entry('python', '3.5.2', 'cflinuxfs12'));
  const hintFor = (stack: string) =>
    hintOf(t.throws(() => remove(text, { named: ['python'], stacks: [stack] })));
  const there = 'There are entries for cflinuxfs12.';
  t.is(hintFor('cflinuxfs21'), there);
  t.is(hintFor('cflinuxsf12'), `Did you mean 'cflinuxfs12'? ${there}`);
});

test('whatever a manifest is like, a removal says what was decided and adds nothing', (t) => {
  fc.assert(
    fc.property(
      fc.array(anyEntry, { minLength: 1, maxLength: 6 }),
      anyLayout,
      fc.subarray(['cflinuxfs3', 'cflinuxfs4']),
      fc.nat(),
      fc.boolean(),
      (entries, form, stacks, index, isExact) => {
        const one = entries[index % entries.length];
        fc.pre(
          one !== undefined && (stacks.length === 0 || stacks.some((s) => one.stacks.includes(s))),
        );
        const before = read(manifestText(entries, form));
        const word = isExact ? `${one.name}@${one.version}` : one.name;
        const removal = asked({ named: [word], stacks });
        const known = new Set(
          before.entries.flatMap((its) => its.stacks?.value.map(({ value }) => value) ?? []),
        );
        fc.pre(stacks.every((stack) => known.has(stack)));
        try {
          const result = removeEntries(before, removal);
          const after = read(result.text);
          return (
            isDeepStrictEqual(
              contentOf(after),
              afterDecisions(before, decideRemovals(before, removal)),
            ) &&
            result.changes.every(
              ({ kind }) => kind !== 'added' && kind !== 'joined' && kind !== 'rebuilt',
            )
          );
        } catch (error) {
          // A default that the manifest has is for what goes.
          return (
            error instanceof BuilderError &&
            ['DEFAULT_MISSING', 'MANIFEST_INVALID'].includes(error.code)
          );
        }
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 200) },
  );
  t.pass();
});

test('the only default goes while another one comes, in lines and in brackets', (t) => {
  const both = `dependencies:\n${entry('go', '1.0.0', 'fs2')}${entry('node', '2.0.0', 'fs2')}`;
  const what = { named: ['go'], defaults: { node: '2.x' } };
  const lines = remove(`default_versions:\n- name: go\n  version: 1.x\n${both}`, what).text;
  t.true(
    lines.startsWith('default_versions:\n- name: node\n  version: 2.x\ndependencies:\n'),
    lines,
  );
  const brackets = remove(`default_versions: [{name: go, version: 1.x}]\n${both}`, what).text;
  t.true(brackets.startsWith('default_versions: [{name: node, version: 2.x}]\n'), brackets);
});
