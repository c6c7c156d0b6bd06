import { EventEmitter, once } from 'node:events';
import test from 'ava';
import { runProcess } from '../../../src/sandbox/command/process.js';

test('who is interrupted before a process has begun starts none', async (t) => {
  const abort = new AbortController();
  const request = { argv: ['/bin/sleep', '600'], environment: {}, lifeline: false } as const;
  const ended = runProcess({ ...request, signal: abort.signal });
  abort.abort();
  await t.throwsAsync(ended, { code: 'INTERRUPTED' });
});

test('a process whose output is not taken waits', async (t) => {
  let taken = 0;
  const go = new EventEmitter();
  const open = once(go, 'on');
  const size = 64 * 1024 * 1024;
  const running = runProcess({
    argv: ['/usr/bin/head', '--bytes', String(size), '/dev/zero'],
    environment: {},
    lifeline: false,
    onOutput(chunk) {
      taken += chunk.length;
      return open;
    },
  });
  // Whatever else is to happen in this process has its turn a thousand times.
  for (let turn = 0; turn < 1000 || taken === 0; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  t.true(taken < 1024 * 1024, `${taken} bytes`);
  go.emit('on');
  t.is((await running).exitCode, 0);
  t.is(taken, size);
});
