import test from 'ava';
import { failureHint } from '../../../src/buildpack/stage/failure-hint.js';
import { stack } from './workshop.js';

const hint = (exitCode: number, ...tail: string[]) => failureHint({ exitCode, tail }, stack);
const lacks = (program: string, packageName = program) =>
  `The root of debian12 has no ${program}. If it shall, put the package that has it, ${packageName} in Debian, ` +
  `under applications.packages of ${stack.file}.`;

for (const [line, program, packageName] of [
  ["/usr/bin/env: 'node': No such file or directory", 'node', 'nodejs'],
  ['/usr/bin/env: ‘rake’: No such file or directory', 'rake', 'rake'],
  ['bin/compile: line 12: bundle: command not found', 'bundle', 'ruby-bundler'],
  ['/tmp/buildpacks/ab/bin/compile: 3: node: not found', 'node', 'nodejs'],
  [
    'bash: ./a: /usr/bin/python: bad interpreter: No such file or directory',
    'python',
    'python-is-python3',
  ],
] as const) {
  test(`'${line}' names the package and the key of the stack`, (t) => {
    t.is(hint(127, line), lacks(program, packageName));
    // It may end in the script's own words, and with its own exit code.
    t.is(hint(1, line, 'I give up'), lacks(program, packageName));
  });
}

for (const line of [
  'curl: (6) Could not resolve host: rubygems.example.org',
  "fatal: unable to access 'https://example.org/a.git/': Couldn't resolve host 'example.org'",
  "wget: unable to resolve host address 'example.org'",
  'urlopen error [Errno -3] Temporary failure in name resolution',
  'NewConnectionError: Failed to establish a new connection: [Errno 101] Network is unreachable',
  'Error: getaddrinfo EAI_AGAIN registry.example.org',
  'dial tcp: lookup example.org: no such host',
]) {
  test(`'${line}' is of a download, which a staging can't do`, (t) => {
    t.regex(hint(1, line) ?? '', /^A staging has no network: /);
  });
}

test('what tells of something else gets no hint of ours', (t) => {
  t.is(hint(1, '  File "bp_cli.py", line 37', 'SyntaxError: invalid syntax'), undefined);
  t.is(hint(44, "It looks like you're deploying on a stack that's not supported"), undefined);
  t.is(hint(1, 'DEPENDENCY_MISSING_IN_MANIFEST: https://example.org/python-3.5.2.tgz'), undefined);
  t.is(hint(1), undefined);
});

test('an exit code of 127 without a word says where the packages of the root are', (t) => {
  t.regex(hint(127) ?? '', /a program is not there: .* under applications\.packages\.$/);
});

test('the last line that tells something counts', (t) => {
  t.is(hint(127, 'curl: (6) Could not resolve host: a', 'compile: 3: jq: not found'), lacks('jq'));
});
