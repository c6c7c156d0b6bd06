import test from 'ava';
import { hostPath } from '../../../src/path.js';
import { decideLimits, limitError, tellExceeded } from '../../../src/sandbox/index.js';
import { countOf, exceededBy, type Evidence } from '../../../src/sandbox/limits/judge.js';

const LIMITS = decideLimits(
  { recipe: {}, commandLine: { memory: 64 * 1024 ** 2 } },
  { emulated: false, memory: undefined },
);

const NOTHING: Evidence = {
  exitCode: 1,
  counters: { oomKills: undefined, refusedForks: undefined },
  tail: '',
  fullFile: () => Promise.resolve(false),
};

const judged = async (evidence: Partial<Evidence>) =>
  (await exceededBy(LIMITS, { ...NOTHING, ...evidence }))?.limit;

test('what went well exceeded nothing, whatever was counted', async (t) => {
  const counters = { oomKills: 1, refusedForks: 1 };
  t.is(await judged({ exitCode: 0, counters }), undefined);
});

test('facts say which limit it was', async (t) => {
  t.is(await judged({}), undefined);
  t.is(await judged({ exitCode: 153 }), 'file-size');
  t.is(await judged({ counters: { oomKills: 1, refusedForks: 0 } }), 'memory');
  t.is(await judged({ counters: { oomKills: 0, refusedForks: 2 } }), 'processes');
  t.is(await judged({ fullFile: () => Promise.resolve(true) }), 'file-size');
});

for (const line of [
  'sh: 1: Cannot fork',
  'bash: fork: retry: Resource temporarily unavailable',
  'make: vfork: Resource temporarily unavailable',
  "gcc: fatal error: cannot execute 'cc1': posix_spawn: Resource temporarily unavailable",
  'BlockingIOError: [Errno 11] Resource temporarily unavailable',
]) {
  test(`where nobody counted, this says it: ${line}`, async (t) => {
    t.is(await judged({ tail: `before\n${line}\nmake: *** [all] Error 2\n` }), 'processes');
    // An own count is believed more.
    const counters = { oomKills: 0, refusedForks: 0 };
    t.is(await judged({ tail: line, counters }), undefined);
  });
}

test('a read that would have to wait is no process that could not be started', async (t) => {
  t.is(await judged({ tail: 'cat: socket: Resource temporarily unavailable' }), undefined);
});

test('files of cgroups are read by the names in them', (t) => {
  const text = 'low 0\nhigh 1\nmax 22\noom 3\noom_kill 4\noom_group_kill 0\n';
  t.is(countOf(text, 'oom_kill'), 4);
  t.is(countOf(text, 'max'), 22);
  t.is(countOf(text, 'absent'), undefined);
  t.is(countOf('max', 'max'), undefined);
  t.is(countOf(undefined, 'max'), undefined);
});

test('people are told the limit, its value and how to raise it', (t) => {
  t.deepEqual(tellExceeded({ limit: 'time', value: 14_400 }, 'recipe'), {
    what: 'exceeded the limit time=4h: it was not done by then, and was ended',
    hint: 'To raise the limit: --limit time=8h, or `limits: { time: 8h }` in the recipe; none switches it off.',
  });
  t.is(
    tellExceeded({ limit: 'processes', value: 50 }, 'command line').hint,
    'To raise the limit: --limit processes=100; none switches it off.',
  );
});

test('a lack of disk is told as that, and what fails for it is full', (t) => {
  const folder = hostPath('/cache/work');
  const error = limitError(
    'STEP_FAILED',
    'zlib 1.3: make',
    { limit: 'free-disk', value: 2 * 1024 ** 3, free: 1_500_000_000, folder },
    { where: 'recipe', excerpt: ['a line'], hint: 'The log is here' },
  );
  t.is(error.code, 'DISK_FULL');
  t.is(
    error.message,
    'zlib 1.3: make was stopped by the limit free-disk=2G: only 1.5 GB are free on the disk of /cache/work.',
  );
  t.deepEqual(error.excerpt, ['a line']);
  t.is(
    error.hint,
    'Make room, for example with `binary-builder cache prune`; or lower the limit: --limit free-disk=1G, or `limits: { free-disk: 1G }` in the recipe; none switches it off.\nThe log is here',
  );
});
