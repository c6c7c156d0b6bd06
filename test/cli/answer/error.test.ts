import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import { explain } from '../../../src/cli/answer/error.js';
import { BuilderError } from '../../../src/error.js';

const textOf = (error: unknown) => stripVTControlCharacters(explain(error).text);

test('a failure is told with its code, the lines that show it, and what to do next', (t) => {
  const error = new BuilderError('STEP_FAILED', 'libffi 3.4.4: make failed with exit code 2.', {
    excerpt: ['cc: error', '', 'make: *** stop'],
    hint: 'The whole log is /x.log\nTo look around: binary-builder shell x',
  });
  t.is(
    textOf(error),
    [
      'error STEP_FAILED libffi 3.4.4: make failed with exit code 2.',
      '  │ cc: error',
      '  │ ',
      '  │ make: *** stop',
      '  → The whole log is /x.log',
      '  → To look around: binary-builder shell x',
    ].join('\n'),
  );
  t.is(explain(error).exitCode, 4);
  t.deepEqual(explain(error).failure, {
    code: 'STEP_FAILED',
    message: error.message,
    excerpt: ['cc: error', '', 'make: *** stop'],
    hint: 'The whole log is /x.log\nTo look around: binary-builder shell x',
  });
});

test('no user name and no password of an address is shown', (t) => {
  const s3cret = 'https://me:s3cret@127.0.0.1/x';
  const error = new BuilderError('OVERLAY_MISMATCH', `no ${s3cret}`, {
    excerpt: [`line 1: ${s3cret}`],
    hint: `Look at ${s3cret}`,
  });
  for (const shown of [
    textOf(error),
    JSON.stringify(explain(error).failure),
    textOf(new Error(s3cret)),
  ]) {
    t.false(shown.includes('s3cret'), shown);
    t.true(shown.includes('https://127.0.0.1/x'));
  }
});

test('without a hint there is none, for scripts either', (t) => {
  const error = new BuilderError('USAGE', 'No.');
  t.is(textOf(error), 'error USAGE No.');
  t.false('hint' in explain(error).failure);
});

test('every kind of failure has its exit code', (t) => {
  const exitCodeOf = (code: BuilderError['code']) => explain(new BuilderError(code, '')).exitCode;
  t.is(exitCodeOf('USAGE'), 2);
  t.is(exitCodeOf('DIGEST_MISMATCH'), 3);
  t.is(exitCodeOf('DISK_FULL'), 4);
  t.is(exitCodeOf('AUDIT_FAILED'), 5);
  t.is(exitCodeOf('INTERRUPTED'), 130);
});

test('what the system refuses is a failure that names the path, not our bug', (t) => {
  const system = (code: string) => Object.assign(new Error(code), { code, path: '/srv/out' });
  t.regex(textOf(system('ENOSPC')), /^error DISK_FULL cannot write \/srv\/out: no space left/);
  t.regex(textOf(system('EACCES')), /^error NOT_WRITABLE cannot write \/srv\/out: permission/);
});

test('our own bug is told with its stack trace and ends in 1', (t) => {
  const bug = explain(new TypeError('x is not a function'));
  const text = stripVTControlCharacters(bug.text);
  t.regex(text, /^bug This should not have happened; please report it with this text:\n/);
  t.regex(text, /TypeError: x is not a function\n\s+at .*error\.test\.ts/);
  t.is(bug.exitCode, 1);
  t.like(bug.failure, { code: 'BUG' });
});

test('something thrown that is no error is a bug too', (t) => {
  t.regex(textOf('oops'), /oops$/);
  t.is(explain(undefined).exitCode, 1);
});
