import test from 'ava';
import { auditOf, type Planted } from '../subject.js';

const CHECK = 'shebang';
const prefix = '/app/.heroku/vendor';
const script = (line: string): Planted => ({ mode: 0o755, content: `${line}\nexit\n` });

test('interpreters of the tree and of the stack are right, and so is what nobody executes', async (t) => {
  const audit = await auditOf(t, {
    'bin/python3.11': { mode: 0o755, content: '' },
    'bin/python3': { link: 'python3.11' },
    'bin/sh-of-stack': { link: '/bin/sh' },
    'bin/a': script(`#!${prefix}/bin/python3 -E`),
    'bin/b': script('#! /bin/sh -e'),
    'bin/c': script('#!/usr/bin/env python3'),
    'bin/d': script('#!/usr/bin/env -S A=1 python3 -u'),
    'bin/e': script('#!/usr/bin/env perl'),
    'bin/f': script(`#!${prefix}/bin/sh-of-stack`),
    'bin/g': script(`#!${prefix}/lib/../bin/python3.11`),
    'bin/h': { mode: 0o755, content: '#!/bin/sh' },
    'bin/i': script('echo'),
    'lib/cgi.py': '#! /usr/local/bin/python\n',
  });
  t.deepEqual(audit.of(CHECK), []);
});

test('an interpreter that is nowhere is an error', async (t) => {
  const audit = await auditOf(t, {
    'bin/a': script(`#!${prefix}/bin/python`),
    'bin/b': script('#!/usr/local/bin/python3'),
    'bin/c': script('#!/usr/bin/env ruby'),
    'bin/d': script('#!/usr/bin/env -S /opt/ruby -w'),
    'bin/data': '',
    'bin/e': script(`#!${prefix}/bin/data`),
    'bin/f': script(`#!${prefix}/bin`),
  });
  t.deepEqual(audit.of(CHECK), [
    `bin/a: asks for the interpreter ${prefix}/bin/python, which the tree doesn't have`,
    'bin/b: asks for the interpreter /usr/local/bin/python3, which neither the tree nor the stack debian12 has',
    "bin/c: asks env for ruby, which neither the tree's bin nor the stack debian12 has",
    'bin/d: asks for the interpreter /opt/ruby, which neither the tree nor the stack debian12 has',
    `bin/e: asks for the interpreter ${prefix}/bin/data, which is not executable`,
    `bin/f: asks for the interpreter ${prefix}/bin, which the tree doesn't have`,
  ]);
});

test('an interpreter in the second line is looked for too, in the forms that Python packages have', async (t) => {
  const second = (line: string) => script(`#!/bin/sh\n${line} "$0" "$@"\n' '''`);
  const audit = await auditOf(t, {
    'bin/python3.11': { mode: 0o755, content: '' },
    'bin/a': second(`'''exec' "${prefix}/bin/python3.11"`),
    'bin/b': second(`'''exec' ${prefix}/bin/python3.11 -sE`),
    'bin/c': second(`'''exec' "${prefix}/bin/python"`),
    'bin/d': second(`'''exec' ${prefix}/bin/python3.12 -sE`),
    'bin/e': second('"exec" "/opt/a folder/python"'),
    'bin/f': script('#!/bin/sh\nexec /opt/no/python "$0"'),
    'bin/g': second(`'''exec'${' '.repeat(300)}"${prefix}/bin/gone"`),
  });
  t.deepEqual(audit.of(CHECK), [
    `bin/c: asks for the interpreter ${prefix}/bin/python, which the tree doesn't have`,
    `bin/d: asks for the interpreter ${prefix}/bin/python3.12, which the tree doesn't have`,
    'bin/e: asks for the interpreter /opt/a folder/python, which neither the tree nor the stack debian12 has',
    `bin/g: asks for the interpreter ${prefix}/bin/gone, which the tree doesn't have`,
  ]);
});

test('a line that the kernel or env does not take is an error', async (t) => {
  const audit = await auditOf(t, {
    'bin/a': script('#!python'),
    'bin/b': script('#!'),
    'bin/c': script('#!/bin/sh\r'),
    'bin/d': script('#!/usr/bin/env perl -w'),
    'bin/e': script('#!/usr/bin/env'),
    'bin/f': script(`#!/bin/sh ${'x'.repeat(246)}`),
    'bin/longest': script(`#!/bin/sh ${'x'.repeat(245)}`),
  });
  t.deepEqual(audit.of(CHECK), [
    'bin/a: asks for the interpreter python, which is no absolute path',
    'bin/b: names no interpreter behind #!',
    String.raw`bin/c: ends its first line with a carriage return, so it asks for '/bin/sh\u{d}'`,
    "bin/d: asks env for one program named 'perl -w': to split it, env wants -S",
    "bin/e: asks env for a program, but doesn't say which",
    'bin/f: has a first line longer than 255 bytes, which is all that the kernel reads',
  ]);
});

test('all faults of a script are told at once', async (t) => {
  const audit = await auditOf(t, {
    'bin/a': script('#!/opt/sh -e\r'),
    'bin/b': script('#!/usr/bin/env no-such-program\r'),
  });
  const ends = (asked: string) =>
    `ends its first line with a carriage return, so it asks for '${asked}\\u{d}'`;
  t.deepEqual(audit.of(CHECK), [
    'bin/a: asks for the interpreter /opt/sh, which neither the tree nor the stack debian12 has',
    `bin/a: ${ends('/opt/sh -e')}`,
    "bin/b: asks env for no-such-program, which neither the tree's bin nor the stack debian12 has",
    `bin/b: ${ends('/usr/bin/env no-such-program')}`,
  ]);
});
