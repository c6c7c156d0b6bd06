import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hostPath } from '../../src/path.js';

const SCRIPT = hostPath('recipes/libffi/call-tests.pl');

/** Runs the recipe's script on a testsuite of these files, with this machine's compiler. */
async function callTests(t: ExecutionContext, files: Readonly<Record<string, string>>) {
  const home = await mkdtemp(path.join(os.tmpdir(), 'call-tests-'));
  t.teardown(() => rm(home, { recursive: true }));
  const testsuite = path.join(home, 'testsuite');
  for (const folder of ['libffi.call', 'libffi.closures']) {
    await mkdir(path.join(testsuite, folder), { recursive: true });
  }
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(testsuite, name), text);
  }
  const { exitCode, all } = await execa('perl', [SCRIPT, testsuite, '-lm'], {
    env: { HOME: home },
    all: true,
    reject: false,
  });
  return { exitCode, output: all };
}

/** A test that writes a text. */
function writing(text: string, ...directives: string[]): string {
  const comments = ['dg-do run', ...directives].map((directive) => `/* { ${directive} } */`);
  return `${comments.join('\n')}
#include <stdio.h>
int main(void) { fputs(${JSON.stringify(text)}, stdout); return 0; }
`;
}

test('tests that write what they should pass, those of C++ too', async (t) => {
  const { exitCode, output } = await callTests(t, {
    'libffi.call/two.c': writing('1\n2.5\n', String.raw`dg-output "1\n"`, 'dg-output "2.5"'),
    'libffi.call/quiet.c': writing('whatever'),
    'libffi.closures/classes.cc': `${writing('ok', 'dg-output "ok"')}class Empty {};\n`,
  });
  t.is(output, 'call tests: 3 passed, 0 failed');
  t.is(exitCode, 0);
});

test('other output is a failure, and is shown', async (t) => {
  const { exitCode, output } = await callTests(t, {
    'libffi.call/good.c': writing('good', 'dg-output "good"'),
    'libffi.call/wrong.c': writing('wrong', 'dg-output "right"'),
  });
  t.is(output, 'libffi.call/wrong.c: failed: wrote: wrong\ncall tests: 1 passed, 1 failed');
  t.is(exitCode, 1);
});

test('a test that expects nothing is not helped by what another expected', async (t) => {
  const { output } = await callTests(t, { 'libffi.call/quiet.c': writing('') });
  t.is(output, 'call tests: 1 passed, 0 failed');
});

test('a program that ends badly or does not compile is a failure', async (t) => {
  const { exitCode, output } = await callTests(t, {
    'libffi.call/code.c': '/* { dg-do run } */\nint main(void) { return 3; }\n',
    'libffi.call/signal.c': '#include <stdlib.h>\nint main(void) { abort(); }\n',
    'libffi.closures/broken.c': 'int main(void) { return nothing; }\n',
  });
  t.is(exitCode, 1);
  t.regex(output, /code\.c: failed: ended with 3/);
  t.regex(output, /signal\.c: failed: ended with 134/);
  t.regex(output, /broken\.c: failed: does not compile: .*nothing/s);
  t.regex(output, /0 passed, 3 failed$/);
});

test('where nothing works, not every test is tried', async (t) => {
  const processes = os.availableParallelism();
  const files = Array.from(
    { length: 10 * processes + 3 },
    (_, index) => [`libffi.call/${index}.c`, '#error nothing compiles\n'] as const,
  );
  const { exitCode, output } = await callTests(t, Object.fromEntries(files));
  t.is(exitCode, 1);
  t.true(
    output.endsWith(`call tests: 0 passed, ${10 * processes} failed, 3 not run after so many`),
    output.slice(-200),
  );
});

test('what upstream expects to fail here is not counted as a failure', async (t) => {
  const { exitCode, output } = await callTests(t, {
    'libffi.call/here.c': writing('', 'dg-output "more" { xfail *-*-linux* }'),
    'libffi.call/elsewhere.c': writing('', 'dg-output "" { xfail avr32*-*-* }'),
  });
  t.is(exitCode, 0);
  t.regex(output, /here\.c: expected to fail/);
  t.regex(output, /1 passed, 0 failed, 1 expected to fail$/);
});

test('options for other machines are left out', async (t) => {
  const options = 'dg-options "-DNOT_FOR_US" { target avr32*-*-* }';
  const text = `${writing('', options, 'dg-options -DFOR_US')}
#if defined NOT_FOR_US || !defined FOR_US
#error wrong options
#endif
`;
  t.is((await callTests(t, { 'libffi.call/options.c': text })).exitCode, 0);
});

test('a directive that is not known is a failure', async (t) => {
  const { exitCode, output } = await callTests(t, {
    'libffi.call/new.c': writing('', 'dg-shouldfail "reason"'),
    'libffi.call/only-compiled.c': writing('').replace('dg-do run', 'dg-do compile'),
  });
  t.is(exitCode, 1);
  t.regex(output, /new\.c: failed: directive dg-shouldfail/);
  t.regex(output, /only-compiled\.c: failed: directive dg-do compile/);
});

test('a testsuite without tests is an error', async (t) => {
  const { exitCode, output } = await callTests(t, {});
  t.not(exitCode, 0);
  t.regex(output, /no tests in /);
});
