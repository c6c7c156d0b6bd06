import { mkdir, readdir, readFile } from 'node:fs/promises';
import test from 'ava';
import type { LimitSettings } from '../../../src/limit.js';
import { inHost } from '../../../src/path.js';
import { giveToSteps, type Sandbox } from '../../../src/sandbox/index.js';
import { bound, folder } from '../behaviour.js';
import { script } from '../command.js';
import { startOnTerminal } from '../user-terminal.js';

/** Opens a sandbox of which the command line said these limits. */
export type OpenLimited = (commandLine: LimitSettings) => Promise<Sandbox>;

/** Starts so many processes, and waits for none of them. */
export const START_MANY = `i=0; while [ $i -lt 200 ]; do sleep 60 & i=$((i+1)); done`;

/** Takes so much memory. */
export const HOG = 'head -c 300000000 /dev/zero | tail -c 300000000 >/dev/null';

/** How every sandbox holds a command to its limits. */
export function holdsToLimits(open: OpenLimited, { memory }: { memory: boolean }): void {
  test('a command that starts too many processes is told as that', async (t) => {
    const { exceeded, exitCode } = await (await open({ processes: 50 })).run(script(START_MANY));
    t.deepEqual(exceeded, { limit: 'processes', value: 50 });
    t.not(exitCode, 0);
  });

  test('a command may start as many processes as it likes below the limit', async (t) => {
    const few = script('for i in 1 2 3 4 5 6 7 8 9; do sleep 60 & done');
    t.deepEqual(await (await open({ processes: 50 })).run(few), { exitCode: 0 });
  });

  test('a program that writes too large a file dies, and is told as that', async (t) => {
    const box = await folder(t);
    const sandbox = await open({ 'file-size': 1024 ** 2 });
    await giveToSteps(sandbox.runner, box);
    const { exceeded, exitCode } = await sandbox.run(
      script('head -c 2000000 /dev/zero >/box/large', [bound(box, '/box')]),
    );
    t.deepEqual(exceeded, { limit: 'file-size', value: 1024 ** 2 });
    t.is(exitCode, 153);
  });

  test('a program that outlives that it may not write more is told by the file', async (t) => {
    const box = await folder(t);
    await mkdir(inHost(box, 'within'));
    const sandbox = await open({ 'file-size': 1_000_000 });
    await giveToSteps(sandbox.runner, box);
    const { exceeded } = await sandbox.run(
      script(`trap '' XFSZ; head -c 2000000 /dev/zero >/box/within/large`, [bound(box, '/box')]),
    );
    t.deepEqual(exceeded, { limit: 'file-size', value: 1_000_000 });
    t.is((await readFile(inHost(box, 'within', 'large'))).length, 1_000_448);
  });

  test('a stopped process is ended when its time is over', async (t) => {
    const stopped = script('echo $$; kill -STOP $$');
    t.deepEqual(await (await open({ time: 2 })).run(stopped), {
      exitCode: 137,
      exceeded: { limit: 'time', value: 2 },
    });
    t.deepEqual(await (await open({ time: 2 })).capture(stopped), {
      exitCode: 137,
      stdout: '',
      stderr: '',
      exceeded: { limit: 'time', value: 2 },
    });
  });

  test('nothing is run where less of the disk is free than should be', async (t) => {
    const box = await folder(t);
    const floor = 1_000_000 * 1024 ** 3;
    const sandbox = await open({ 'free-disk': floor });
    await giveToSteps(sandbox.runner, box);
    const { exceeded } = await sandbox.run(script('touch /box/x', [bound(box, '/box')]));
    t.like(exceeded, { limit: 'free-disk', value: floor, folder: box });
    t.deepEqual(await readdir(box), []);
  });

  test('a command that fails by itself exceeded no limit', async (t) => {
    const box = await folder(t);
    const failing = script('exit 3', [bound(box, '/box')]);
    t.deepEqual(await (await open({})).run(failing), { exitCode: 3 });
  });

  test('a shell is held to limits as a step is, but for its time', async (t) => {
    const limits = { processes: 50, 'file-size': 1024 ** 2, memory: 64 * 1024 ** 2, time: 1 };
    const lines = [
      `(${HOG}); echo "hog: $?"; sleep 1`,
      'head -c 2000000 /dev/zero >/tmp/large; echo "large: $?"',
      `sh -c '${START_MANY}'`,
      'exit 8',
    ];
    const { runner } = await open({});
    const environment = { RUNNER: runner, LIMITS: JSON.stringify(limits), TYPED: lines.join('\n') };
    const before = `printf '%s\n' "$TYPED" | "$@"`;
    const { exitCode, screen } = await startOnTerminal(t, 'terminal.ts', environment, before)
      .finished;
    t.is(exitCode, 8, screen);
    t.regex(screen, /Cannot fork/);
    t.regex(screen, /large: 153/);
    if (memory) t.regex(screen, /hog: 137/);
  });

  const whereMemory = memory ? test : test.skip;
  whereMemory('a command that takes too much memory is told as that', async (t) => {
    const { exceeded, exitCode } = await (await open({ memory: 64 * 1024 ** 2 })).run(script(HOG));
    t.deepEqual(exceeded, { limit: 'memory', value: 64 * 1024 ** 2 });
    t.is(exitCode, 137);
  });
}
