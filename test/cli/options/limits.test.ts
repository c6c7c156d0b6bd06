import test from 'ava';
import { parseLimitOptions } from '../../../src/cli/options/limits.js';

test('--limit is read as often as it is given, and of one name the last counts', (t) => {
  t.deepEqual(parseLimitOptions([]), {});
  t.deepEqual(parseLimitOptions(['time=8h', 'memory=none', 'time=9h']), {
    time: 32_400,
    memory: 'none',
  });
});

for (const [text, message, hint] of [
  ['time=0', "--limit time takes a time such as 4h, 90m or 300s, or none, not '0'.", undefined],
  ['time=', "--limit time takes a time such as 4h, 90m or 300s, or none, not ''.", undefined],
  ['memory=-1G', /^--limit memory takes a size such as 4G.*, not '-1G'\.$/, undefined],
  [
    'processes=a=b',
    "--limit processes takes a number such as 4096, or none, not 'a=b'.",
    undefined,
  ],
  [
    'times=1h',
    "There is no limit 'times'.",
    /^Did you mean 'time'\? --limit takes NAME=VALUE; limits are time, /,
  ],
  ['8h', "There is no limit '8h'.", /^--limit takes NAME=VALUE/],
] as const) {
  test(`--limit ${text} is refused`, (t) => {
    const error = t.throws(() => parseLimitOptions([text]));
    t.like(error, { code: 'USAGE' });
    if (typeof message === 'string') t.is(error.message, message);
    else t.regex(error.message, message);
    if (hint !== undefined && 'hint' in error) t.regex(String(error.hint), hint);
  });
}
