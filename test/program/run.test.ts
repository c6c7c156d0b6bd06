import test from 'ava';
import { missingProgram, runProgram, tryProgram } from '../../src/program/index.js';
import { hostPath } from '../../src/path.js';

const SHELL = ['sh', '-c'] as const;

test('a program ends with its exit code, whatever it is, and with what it wrote', async (t) => {
  t.deepEqual(await runProgram([...SHELL, 'echo out; echo err >&2; exit 3']), {
    exitCode: 3,
    stdout: 'out',
    stderr: 'err',
  });
});

test('a program that is not there is named', async (t) => {
  await t.throwsAsync(runProgram(['no-such-program']), {
    code: 'MISSING_PROGRAM',
    message: 'the program no-such-program is not on this machine',
  });
  t.like(await tryProgram(['no-such-program']), { missing: true, timedOut: false });
  const cause = new Error('why');
  const error = missingProgram('git', { hint: 'Install it.', cause });
  t.is(error.message, 'the program git is not on this machine');
  t.is(error.hint, 'Install it.');
  t.is(error.cause, cause);
});

test('one that takes too long is told apart from one that fails', async (t) => {
  const late = await tryProgram(['sleep', '600'], { timeout: 50 });
  t.like(late, { exitCode: 124, timedOut: true, missing: false });
  const failed = await tryProgram(['false']);
  t.like(failed, { exitCode: 1, timedOut: false, missing: false });
  t.is(failed.failure, 'Command failed with exit code 1: false');
  t.is((await tryProgram(['true'])).failure, undefined);
});

test('an environment is added to ours, or is all that there is', async (t) => {
  const { PATH } = process.env;
  const added = await runProgram(['env'], { environment: { MINE: 'yes', HOME: undefined } });
  t.true(added.stdout.split('\n').includes('MINE=yes'));
  t.true(added.stdout.split('\n').includes(`PATH=${PATH ?? ''}`));
  const alone = await runProgram(['/usr/bin/env'], { environment: { MINE: 'yes' }, alone: true });
  t.deepEqual(alone.stdout.split('\n').sort(), ['LC_ALL=C.UTF-8', 'MINE=yes']);
});

test('bytes come back as they are, and a text without its last line feed', async (t) => {
  const write = [...SHELL, String.raw`printf '\377\000\n'`] as const;
  const { stdout } = await runProgram(write, { binary: true });
  t.deepEqual([...Buffer.from(stdout, 'latin1')], [0xff, 0, 0x0a]);
  t.is((await runProgram(['pwd'], { directory: hostPath('/tmp') })).stdout, '/tmp');
});

test('a program that is interrupted is ended, and the reason is told', async (t) => {
  const reason = new Error('enough');
  const running = runProgram(['sleep', '600'], { signal: AbortSignal.abort(reason) });
  const error = await t.throwsAsync(running, { code: 'INTERRUPTED' });
  t.is(error.cause, reason);
});
