import test from 'ava';
import { runProcess } from '../../../src/sandbox/command/process.js';

test('who is interrupted before a process has begun starts none', async (t) => {
  const abort = new AbortController();
  const request = { argv: ['/bin/sleep', '600'], environment: {}, lifeline: false } as const;
  const ended = runProcess({ ...request, signal: abort.signal });
  abort.abort();
  await t.throwsAsync(ended, { code: 'INTERRUPTED' });
});
