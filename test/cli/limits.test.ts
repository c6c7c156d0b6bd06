import test from 'ava';
import { parseLimitOptions } from '../../src/cli/limits.js';
import { diagnoseMemoryLimit } from '../../src/cli/verbs/doctor.js';
import { hostPath } from '../../src/path.js';

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

const PODMAN = {
  works: true,
  runner: {
    name: 'podman',
    engine: { name: 'podman', version: '4', environment: {}, user: '0:0' },
  },
  version: '4',
} as const;

test('doctor says what can limit memory, or that nothing can', (t) => {
  const parent = {
    version: 1,
    folder: hostPath('/sys/fs/cgroup/memory'),
    own: hostPath('/sys/fs/cgroup/memory'),
    controllers: ['memory'],
    ceiling: undefined,
  } as const;
  t.deepEqual(diagnoseMemoryLimit({ parents: [parent], noMemory: undefined }, []), {
    what: 'limit memory',
    state: 'ok',
    detail: 'by cgroups (version 1) in /sys/fs/cgroup/memory',
  });
  const none = { parents: [], noMemory: 'EACCES: permission denied' };
  t.like(diagnoseMemoryLimit(none, [PODMAN]), {
    state: 'note',
    detail: 'with podman alone: EACCES: permission denied',
  });
  t.like(diagnoseMemoryLimit(none, []), {
    state: 'note',
    detail: "it can't be enforced: EACCES: permission denied",
    remedy: 'systemd-run --user --scope binary-builder …',
  });
});
