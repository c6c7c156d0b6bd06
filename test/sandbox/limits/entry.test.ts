import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { fullSize, ULIMITS, ulimitArguments } from '../../../src/sandbox/limits/entry.js';
import { decideLimits } from '../../../src/sandbox/index.js';
import { folder } from '../behaviour.js';

const run = promisify(execFile);

const limits = decideLimits(
  { recipe: {}, commandLine: { processes: 1234, 'file-size': 1_000_000 } },
  { emulated: false, memory: undefined },
);

const SHELLS = ['/bin/bash', '/bin/dash', '/bin/busybox', '/bin/mksh', '/bin/ksh93'];

for (const shell of SHELLS.filter((path) => existsSync(path))) {
  test(`${shell} as /bin/sh sets limits, and hands on the other arguments`, async (t) => {
    const sh = inHost(await folder(t), 'sh');
    await symlink(shell, sh);
    const show = `${ULIMITS}\ncat /proc/self/limits\nprintf '%s\\n' "$@"`;
    const ask = (args: readonly string[]) => run(sh, ['-c', show, 'step', ...args, 'a b', 'c']);
    const { stdout, stderr } = await ask(ulimitArguments(limits, 'own'));
    t.regex(stdout, /^Max file size +1000448 +1000448 /m);
    t.regex(stdout, /^Max processes +1234 +1234 /m);
    t.true(stdout.endsWith('\na b\nc\n'));
    t.is(stderr, '');
  });
}

test('what is not limited stays as it is', async (t) => {
  const { stdout: before } = await run('/bin/sh', ['-c', 'cat /proc/self/limits']);
  const none = ulimitArguments(undefined, 'own');
  const { stdout } = await run('/bin/sh', [
    ...['-c', `${ULIMITS}\ncat /proc/self/limits`, 'step'],
    ...none,
  ]);
  t.is(stdout, before);
  t.deepEqual(ulimitArguments(limits, 'shared'), ['1954', 'none']);
});

test('a limit that is lower already stays', async (t) => {
  const { stdout, stderr } = await run('/bin/sh', [
    '-c',
    `ulimit -f 8\n${ULIMITS}\nulimit -f`,
    'step',
    ...['16', 'none'],
  ]);
  // With CAP_SYS_RESOURCE it may be raised.
  t.true(['8\n', '16\n'].includes(stdout), stdout);
  t.is(stderr, '');
});

test('a file that is full has whole blocks', (t) => {
  t.is(fullSize(1), 512);
  t.is(fullSize(512), 512);
  t.is(fullSize(1_000_000), 1_000_448);
});
