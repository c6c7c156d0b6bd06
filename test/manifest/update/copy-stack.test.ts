import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { copyStack, decideCopies } from '../../../src/manifest/update/index.js';
import { afterDecisions, contentOf } from './after-decisions.js';
import { anyEntry, anyLayout, manifestText } from './any-manifest.js';
import { read } from './updating.js';

const entry = (name: string, version: string, file: string, stacks: readonly string[], more = '') =>
  `- name: ${name}\n  version: ${version}\n  uri: https://b.example/${file}\n  sha256: ${'ab'.repeat(32)}\n` +
  `  cf_stacks:\n${stacks.map((stack) => `  - ${stack}\n`).join('')}${more}`;
const manifest = (...entries: string[]) => `language: go\ndependencies:\n${entries.join('')}`;
const copy = (text: string, ...names: string[]) =>
  copyStack(read(text), { from: 'fs4', to: 'fs5', names });
const messages = ({ changes }: { changes: readonly { message: string }[] }) =>
  changes.map(({ message }) => message);

test('what several stacks share, and what is for any stack, is for another one as well', (t) => {
  const text = manifest(
    entry('libffi', '3.2.1', 'libffi-3.2.1-linux-x64-5f5bf32c.tgz', ['fs4', 'fs3']),
    entry('pip', '25.2', 'pip_25.2_linux_noarch_any-stack_7dc1e988.tgz', ['fs4'], '  osl: x\n'),
    entry('yarn', '1.22.0', 'yarn-1.22.0-noarch.tgz', ['fs4']),
    entry('bower', '1.8.14', 'bower-any-stack.tgz', ['fs3']),
  );
  const result = copy(text);
  t.is(
    result.text,
    manifest(
      entry('libffi', '3.2.1', 'libffi-3.2.1-linux-x64-5f5bf32c.tgz', ['fs4', 'fs3', 'fs5']),
      entry(
        'pip',
        '25.2',
        'pip_25.2_linux_noarch_any-stack_7dc1e988.tgz',
        ['fs4', 'fs5'],
        '  osl: x\n',
      ),
      entry('yarn', '1.22.0', 'yarn-1.22.0-noarch.tgz', ['fs4', 'fs5']),
      entry('bower', '1.8.14', 'bower-any-stack.tgz', ['fs3']),
    ),
  );
  t.deepEqual(messages(result), [
    'libffi 3.2.1 is for fs5 as well',
    'pip 25.2 is for fs5 as well',
    'yarn 1.22.0 is for fs5 as well',
  ]);
  t.deepEqual(result.notes, []);
  const again = copy(result.text);
  t.deepEqual([again.text, again.changes], [result.text, []]);
});

test('a command that is proposed is one, whatever the name', (t) => {
  const text = manifest(entry("'a $(b)'", '1.0', 'a.sh', ['fs4']));
  t.regex(copy(text).notes[0] ?? '', / copy-stack \/m\.yml fs4 fs5 'a \$\(b\)' \(a\.sh\)$/);
});

test('what was made for the one stack stays there, and is told', (t) => {
  const text = manifest(
    entry('go', '1.22.0', 'go_1.22.0_linux_x64_fs4_89abcdef.tgz', ['fs4']),
    entry('pip', '25.2', 'pip_25.2_linux_noarch_fs4_7dc1e988.tgz', ['fs4']),
    entry('conda', '24.7.1', 'Conda-Linux-x86_64.sh', ['fs4']),
  );
  const result = copy(text);
  t.is(result.text, text);
  t.deepEqual(result.notes, [
    'go 1.22.0 for fs4 is left out: its file is for fs4: go_1.22.0_linux_x64_fs4_89abcdef.tgz',
    'pip 25.2 for fs4 is left out: its file is called by fs4, but has no machine code; if it fits fs5 too, name it: ' +
      'binary-builder manifest copy-stack /m.yml fs4 fs5 pip (pip_25.2_linux_noarch_fs4_7dc1e988.tgz)',
    'conda 24.7.1 for fs4 is left out: nothing says that its file fits fs5 too; if it does, name it: ' +
      'binary-builder manifest copy-stack /m.yml fs4 fs5 conda (Conda-Linux-x86_64.sh)',
  ]);
  const named = copy(text, 'conda', 'go');
  t.deepEqual(messages(named), ['conda 24.7.1 is for fs5 as well']);
  t.deepEqual(named.notes, result.notes.slice(0, 1));
});

test('a file without machine code that is called by its stack joins the entry when it is named', (t) => {
  const entries = (stacks: readonly string[]) => [
    entry('pip', '26.2.1', 'pip_26.2.1_linux_noarch_fs4_22e7a825.tgz', stacks),
    entry('go', '1.22.0', 'go_1.22.0_linux_x64_fs3_89abcdef.tgz', ['fs3']),
    entry('go', '1.22.0', 'go_1.22.0_linux_x64_fs4_99abcdef.tgz', ['fs4']),
  ];
  const result = copy(manifest(...entries(['fs4'])), 'pip');
  t.is(result.text, manifest(...entries(['fs4', 'fs5'])));
  t.deepEqual(messages(result), ['pip 26.2.1 is for fs5 as well']);
  t.deepEqual(result.notes, []);
});

test('what the other stack has in this version or a newer one stays as it is', (t) => {
  const text = manifest(
    entry('pip', '25.2', 'pip-any-stack.tgz', ['fs4']),
    entry('pip', '26.0', 'pip-26-any-stack.tgz', ['fs5']),
    entry('yarn', '1.22.0', 'yarn-noarch.tgz', ['fs4']),
    entry('yarn', '1.22.0', 'yarn-noarch_fs5.tgz', ['fs5']),
  );
  const result = copy(text);
  t.is(result.text, text);
  t.deepEqual(result.notes, ['pip 25.2 for fs4 is left out: fs5 has 26.0, which is newer']);
  t.deepEqual(messages(copy(text, 'pip')), ['pip 25.2 added for fs5']);
});

test('where each stack has an entry of its own, so has the other one, with all that the first says', (t) => {
  const more = '  source: https://e.org/y\n  # why\n  modules:\n  - name: a\n';
  const text = manifest(
    entry('yarn', '1.22.0', 'yarn-noarch.tgz', ['fs3'], more),
    entry('yarn', '1.22.0', 'yarn-noarch.tgz', ['fs4'], more),
  );
  const result = copy(text);
  t.is(
    result.text,
    text + entry('yarn', '1.22.0', 'yarn-noarch.tgz', ['fs5'], more.replace('  # why\n', '')),
  );
  t.deepEqual(messages(result), ['yarn 1.22.0 added for fs5']);
  t.is(copy(result.text).text, result.text);
});

test('a stack that nothing is for is refused, and so are two that are the same', (t) => {
  const text = manifest(entry('go', '1.1.1', 'go-noarch.tgz', ['fs4']));
  const error = t.throws(() => copyStack(read(text), { from: 'fd4', to: 'fs5', names: [] }), {
    code: 'USAGE',
    message: "/m.yml: no entry is for 'fd4'.",
  });
  t.like(error, { hint: "Did you mean 'fs4'? There are entries for fs4." });
  t.throws(() => copyStack(read(text), { from: 'fs4', to: 'fs4', names: [] }), {
    code: 'USAGE',
    message: "'fs4' and 'fs4' are the same stack.",
  });
  t.throws(() => copyStack(read(`stack: fs4\n${text}`), { from: 'fs4', to: 'fs5', names: [] }), {
    message: '/m.yml is for fs4 only.',
  });
});

test('whatever a manifest is like, a copy says what was decided, removes nothing, and is empty the second time', (t) => {
  fc.assert(
    fc.property(
      fc.array(anyEntry, { minLength: 1, maxLength: 6 }),
      anyLayout,
      fc.subarray(['python', 'libffi']),
      (entries, form, names) => {
        const text = manifestText(entries, form);
        const stacks = { from: 'cflinuxfs4', to: 'cflinuxfs5', names };
        fc.pre(entries.some((one) => one.stacks.includes('cflinuxfs4')));
        const before = read(text);
        const first = copyStack(before, stacks);
        const after = read(first.text);
        if (
          !isDeepStrictEqual(contentOf(after), afterDecisions(before, decideCopies(before, stacks)))
        ) {
          return false;
        }
        if (!first.changes.every(({ kind }) => kind === 'added' || kind === 'joined')) return false;
        const comments = (one: string) => one.match(/#.*@\d+/g)?.join();
        if (comments(first.text) !== comments(text)) return false;
        const second = copyStack(after, stacks);
        return second.text === first.text && second.changes.length === 0;
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 200) },
  );
  t.pass();
});
