import test from 'ava';
import {
  judgeError,
  judgeStatus,
  parseRetryAfter,
  pauseAfter,
} from '../../../../src/source/origin/url/retry.js';

test('statuses that pass are transient, with the pause that the server asks for', (t) => {
  t.deepEqual(judgeStatus(503, 2000), { kind: 'transient', retryAfter: 2000 });
  t.deepEqual(judgeStatus(500, undefined), { kind: 'transient' });
  t.deepEqual(judgeStatus(404, undefined), { kind: 'final' });
  t.deepEqual(judgeStatus(501, undefined), { kind: 'final' });
});

test('a broken connection is transient, one that never came about is final', (t) => {
  t.is(judgeError('ECONNRESET').kind, 'transient');
  for (const code of [
    ...['ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'],
  ]) {
    t.is(judgeError(code).kind, 'final', code);
  }
});

test('pauses double, are spread by a quarter, and end at 15 seconds', (t) => {
  t.deepEqual(
    [1, 2, 3].map((failed) => pauseAfter(failed, 500, undefined, 0.5)),
    [500, 1000, 2000],
  );
  t.is(pauseAfter(1, 500, undefined, 0), 375);
  t.is(pauseAfter(1, 500, undefined, 1), 625);
  t.is(pauseAfter(9, 500, undefined, 0.5), 15_000);
  t.is(pauseAfter(1, 500, 3000, 0.5), 3000);
  t.is(pauseAfter(1, 500, 3_600_000, 0.5), 15_000);
});

test('Retry-After is seconds or a date', (t) => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  t.is(parseRetryAfter('7', now), 7000);
  t.is(parseRetryAfter('9'.repeat(400), now), Number.MAX_SAFE_INTEGER);
  t.is(parseRetryAfter('Sat, 21 Nov 2026 10:00:05 GMT', now), 5000);
  t.is(parseRetryAfter('Sat, 21 Nov 2026 09:00:00 GMT', now), 0);
  t.is(parseRetryAfter('soon', now), undefined);
  t.is(parseRetryAfter(undefined, now), undefined);
});
