import test from 'ava';

import { crossRun } from '../../../src/builder/phases/cross-run.js';
import { cpuTime } from '../../cpu-time.js';

/** What stands behind every answer. */
const OR = '(or another value), or build with --build-mode emulated, in which such programs run.';
const answer = (args: string) =>
  `Say what the target would answer, under configure's args: \`{ when: { cross: true }, use: [${args}] }\` ${OR}`;

// Made by `./configure --host=s390x-linux-gnu` of this configure.ac:
//   AC_INIT([tiny], [1.0])
//   AC_PROG_CC
//   AC_CACHE_CHECK([whether the stack grows down], [ac_cv_stack_grows_down],
//     [AC_RUN_IFELSE([AC_LANG_PROGRAM([], [return 0;])], [ac_cv_stack_grows_down=yes], [ac_cv_stack_grows_down=no])])
//   AC_OUTPUT
const LOG = `checking for s390x-linux-gnu-gcc option to enable C11 features... none needed
checking whether the stack grows down... configure: error: in \`/binary-builder/source':
configure: error: cannot run test program while cross compiling
See \`config.log' for more details
`;

/** A config.log of which the check and the failure are in these lines of the script. */
const configLog = (check: number, failed: number, text = 'whether the stack grows down') =>
  `configure:7: checking whether we are cross compiling
configure:9: result: yes
configure:${check}: checking ${text}
configure:${failed - 2}: error: in \`/binary-builder/source':
configure:${failed}: error: cannot run test program while cross compiling
See \`config.log' for more details

## Cache variables. ##
ac_cv_c_compiler_gnu=yes
`;

/** A configure script by autoconf 2.71 with a check of which the message is in line 5. */
const configure = (asking: string) => `#! /bin/sh
if test \${ac_cv_c_compiler_gnu+y}
then :
fi
{ printf "%s\\n" "$as_me:\${as_lineno-$LINENO}: checking whether the stack grows down" >&5
printf %s "checking whether the stack grows down... " >&6; }
${asking}
then :
  printf %s "(cached) " >&6
else $as_nop
  if test "$cross_compiling" = yes
then :
  { { printf "%s\\n" "$as_me:\${as_lineno-$LINENO}: error: in \\\`$ac_pwd':" >&5
printf "%s\\n" "$as_me: error: in \\\`$ac_pwd':" >&2;}
as_fn_error $? "cannot run test program while cross compiling
See \\\`config.log' for more details" "$LINENO" 5; }
else $as_nop
  if test \${ac_cv_behind+y}
`;

for (const [asking, variable] of [
  ['if test ${ac_cv_stack_grows_down+y}', 'ac_cv_stack_grows_down'],
  ['if ${ac_cv_stack_grows_down+:} false; then :', 'ac_cv_stack_grows_down'],
  ['if test "${ac_cv_stack_grows_down+set}" = set; then', 'ac_cv_stack_grows_down'],
  ['if test "${gl_cv_func_stack+set}" = set; then', 'gl_cv_func_stack'],
  ['if test ${tiny_cv_stack+y}', 'tiny_cv_stack'],
] as const) {
  test(`the variable of a check that asks with '${asking}' is named`, (t) => {
    const found = crossRun({ log: LOG, configLog: configLog(5, 15), configure: configure(asking) });
    t.deepEqual(found, {
      variables: [variable],
      what:
        'configure wanted to run a program that it had compiled for the target, ' +
        'checking whether the stack grows down',
      hint: answer(`${variable}=yes`),
    });
  });
}

test('without config.log, or with that of another run, the log tells the check', (t) => {
  const script = configure('if test ${ac_cv_stack_grows_down+y}');
  for (const other of [undefined, '', 'configure:3: checking for gcc\n', configLog(900, 910)]) {
    const found = crossRun({
      log: LOG,
      configure: script,
      ...(other === undefined ? {} : { configLog: other }),
    });
    t.deepEqual(found?.variables, ['ac_cv_stack_grows_down']);
  }
  const twice = script + script;
  t.deepEqual(crossRun({ log: LOG, configure: twice })?.variables, []);
  t.deepEqual(crossRun({ log: LOG, configLog: configLog(5, 15), configure: twice })?.variables, [
    'ac_cv_stack_grows_down',
  ]);
});

test('a check that keeps no answer, or of a script that is not there, is told all the same', (t) => {
  const unkept = configure('if eval test \\${$as_ac_var+y}');
  for (const script of [unkept, undefined, '']) {
    const found = crossRun({
      log: LOG,
      configLog: configLog(5, 15),
      ...(script === undefined ? {} : { configure: script }),
    });
    t.deepEqual(found?.variables, []);
    t.is(
      found?.what,
      'configure wanted to run a program that it had compiled for the target, checking whether the stack grows down',
    );
    t.regex(found?.hint ?? '', /^The check keeps no cache variable .* --build-mode emulated/);
  }
  t.is(
    crossRun({ log: 'configure: error: cannot run test program while cross compiling' })?.what,
    'configure wanted to run a program that it had compiled for the target',
  );
});

test('a file of the target that configure looks for is answered too', (t) => {
  const log =
    'checking for /dev/ptmx... configure: error: cannot check for file existence when cross compiling\n';
  const script = `printf %s "checking for /dev/ptmx... " >&6; }
if test \${ac_cv_file__dev_ptmx+y}
`;
  t.deepEqual(crossRun({ log, configure: script }), {
    variables: ['ac_cv_file__dev_ptmx'],
    what: 'configure wanted to look for a file on the target, checking for /dev/ptmx',
    hint: answer('ac_cv_file__dev_ptmx=yes'),
  });
});

test('variables that a configure script asks for by name are named', (t) => {
  const error =
    'set ac_cv_file__dev_ptmx and ac_cv_file__dev_ptc to yes/no in your CONFIG_SITE file when cross compiling';
  t.deepEqual(crossRun({ log: `checking for /dev/ptc... not set\nconfigure: error: ${error}\n` }), {
    variables: ['ac_cv_file__dev_ptmx', 'ac_cv_file__dev_ptc'],
    what: `configure asks for an answer: ${error}`,
    hint: answer('ac_cv_file__dev_ptmx=yes, ac_cv_file__dev_ptc=yes'),
  });
});

test("a configure script that doesn't know that it cross compiles is told what it lacks", (t) => {
  const found = crossRun({
    log:
      "checking whether the C compiler works... yes\nconfigure: error: in `/binary-builder/source':\n" +
      "configure: error: cannot run C compiled programs.\nIf you meant to cross compile, use `--host'.\n",
  });
  t.deepEqual(found?.variables, []);
  t.regex(found?.hint ?? '', /^Pass it --build and --host: /);
});

// Said by cmake 3.25.1; older ones write TRY_RUN().
const CMAKE = `-- Detecting C compile features - done
CMake Error: try_run() invoked in cross-compiling mode, please set the following cache variables appropriately:
   RUN_RESULT (advanced)
   RUN_RESULT__TRYRUN_OUTPUT (advanced)
For details see /binary-builder/build/TryRunResults.cmake
-- Configuring incomplete, errors occurred!
`;

test('the variables that cmake asks for are named, each once', (t) => {
  for (const log of [CMAKE, CMAKE.replace('try_run', 'TRY_RUN'), CMAKE + CMAKE]) {
    t.deepEqual(crossRun({ log }), {
      variables: ['RUN_RESULT', 'RUN_RESULT__TRYRUN_OUTPUT'],
      what: 'cmake wanted to run a program that it had compiled for the target',
      hint:
        answer('-DRUN_RESULT=0, -DRUN_RESULT__TRYRUN_OUTPUT=') +
        ' They are the exit code of the program and, in …__TRYRUN_OUTPUT, what it would print.',
    });
  }
});

test('a cmake that fell over a test that runs is told, with the variable of the test', (t) => {
  const log = '-- Detecting C compile features - done\n-- Performing Test GROWS_DOWN\n';
  for (const end of [
    '',
    '\n',
    'Segmentation fault\n',
    '/bin/sh: 3: Segmentation fault (core dumped)',
  ]) {
    const found = crossRun({ log: log + end });
    t.deepEqual(found?.variables, ['GROWS_DOWN']);
    t.is(found?.hint, answer('-DGROWS_DOWN=1'));
  }
  t.is(crossRun({ log: `${log}-- Performing Test GROWS_DOWN - Failed\n` }), undefined);
});

test('meson has no variables, and the place is told', (t) => {
  t.like(
    crossRun({
      log: 'meson.build:88:2: ERROR: Can not run test applications in this cross environment.\n\nA full log…\n',
    }),
    {
      variables: [],
      what: 'meson wanted to run a program that it had compiled for the target (meson.build:88:2)',
    },
  );
  t.like(
    crossRun({
      log:
        'meson.build:5:0: ERROR: Cannot use target gen as a generator because it is built for the\n' +
        'host machine and no exe wrapper is defined or needs_exe_wrapper is\ntrue.\n',
    }),
    {
      variables: [],
      what: 'meson wanted to run gen, which is compiled for the target, while building',
    },
  );
});

for (const [line, program] of [
  ['/bin/sh: 1: ./gen: Exec format error', './gen'],
  ['/bin/bash: line 1: ./gen: cannot execute binary file: Exec format error', './gen'],
  ['-bash: ./gen: cannot execute binary file', './gen'],
  ['make: ./tools/gen: Exec format error', './tools/gen'],
  ["OSError: [Errno 8] Exec format error: './_bootstrap_python'", './_bootstrap_python'],
] as const) {
  test(`a make step that ended with '${line}' ran a program of the target`, (t) => {
    const log = `s390x-linux-gnu-gcc -o gen gen.c\n./gen > table.h\n${line}\nmake: *** [Makefile:3: table.h] Error 126\n`;
    const found = crossRun({ log });
    t.deepEqual(found?.variables, []);
    t.is(found?.what, `the step ran ${program}, which was compiled for the target`);
    t.regex(found?.hint ?? '', /CC_FOR_BUILD.*needs: \[NAME\].*--build-mode emulated/);
  });
}

test('a program that qemu ran without a root of its own is told by the loader that it lacks', (t) => {
  t.is(
    crossRun({
      log: "s390x-binfmt-P: x\nqemu-s390x-static: Could not open '/lib/ld64.so.1': No such file or directory\n",
    })?.what,
    'the step ran a program that was compiled for the target, which found no /lib/ld64.so.1',
  );
});

test('what failed for another reason is left to others', (t) => {
  for (const log of [
    '',
    'checking for gcc... no\nconfigure: error: no acceptable C compiler found in $PATH\n',
    'checking whether we are cross compiling... yes\nmake: *** [Makefile:3: a.o] Error 1\n',
    `./old: Exec format error\n${'cc -c a.c\n'.repeat(300)}a.c:1: error: no\n`,
    "CMake Error: The source directory doesn't exist\n",
    'configure: error: cannot find libfoo when cross compiling\n',
  ]) {
    t.is(crossRun({ log }), undefined);
  }
});

for (const unit of ['a', '_cv_', '-', 'qemu-a', '${a_cv_', '\n']) {
  test(`a step that writes a line of a million ${JSON.stringify(unit)} holds nobody up`, (t) => {
    const long = unit.repeat(1_000_000 / unit.length);
    const seconds = cpuTime();
    t.is(crossRun({ log: long }), undefined);
    t.truthy(crossRun({ log: LOG, configLog: configLog(5, 15), configure: configure(long) })?.what);
    t.true(seconds() < 10, `${seconds()} s`);
  });
}
