import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two looks. */
const BETWEEN = 2;

/**
 * Waits until a sandbox's first process is dead, and with it, by the kernel's word, all the others: what a
 * command left running would else change files under the hands of whoever looks at them next.
 * bubblewrap itself ends as soon as the command did, and takes the rest with it.
 * @param status what bubblewrap told on its status descriptor
 */
export async function settled(status: string): Promise<void> {
  const pid = /"child-pid": (\d+)/.exec(status)?.[1];
  if (pid === undefined) return;
  while (await isAlive(pid)) await sleep(BETWEEN);
}

/** A dead process that nobody has asked for yet counts as dead: nothing of its namespace is left by then. */
async function isAlive(pid: string): Promise<boolean> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    return state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}
