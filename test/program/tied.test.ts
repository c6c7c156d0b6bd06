import { readFile } from 'node:fs/promises';
import test from 'ava';
import { comesTrue } from '../e2e/cli.js';
import { start } from '../store/process/start.js';

for (const [how, dies] of [
  ['alone', 1],
  ['group', 2],
] as const) {
  test(`what was started ends when we are killed: ${how}`, async (t) => {
    const starter = start('../../program/process/starts.ts', [how]);
    const pids = ((await starter.line()) ?? '').split(' ').map(Number);
    t.is(pids.length, 2);
    for (const pid of pids) t.true(await lives(pid));
    starter.child.kill('SIGKILL');
    await starter.ended.catch(() => undefined);
    for (const pid of pids.slice(0, dies)) t.true(await comesTrue(async () => !(await lives(pid))));
    for (const pid of pids.slice(dies)) process.kill(pid, 'SIGKILL');
  });
}

/** Whether a process is there and has not ended: one that nobody waits for is there a while longer. */
async function lives(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return stat !== '' && !/\) [ZX] /.test(stat);
}
