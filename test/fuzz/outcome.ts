import { lstat, readdir, realpath } from 'node:fs/promises';
import { inHost, type HostPath } from '../../src/path.js';
import { cpuTime } from '../cpu-time.js';
import { HANG } from './budget.js';

/**
 * What work is rejected with, or an error of its own when it took too long; undefined when it wasn't. What
 * waits for ever is ended by ava.
 */
export async function outcomeOf(work: () => Promise<void>): Promise<unknown> {
  const spent = cpuTime();
  const outcome: unknown = await work().then(
    () => undefined,
    (error: unknown) => error,
  );
  return spent() > HANG ? new Error('it hangs') : outcome;
}

/** Fails for what no unpacked tree may have: links that lead out, and what is neither file, folder nor link. */
export async function nothingLeadsOut(
  fail: (message: string) => void,
  folder: HostPath,
  root = folder,
): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = inHost(folder, name);
    const stats = await lstat(path);
    if (stats.isSymbolicLink()) {
      const end = await realpath(path).catch(() => root);
      if (end !== root && !end.startsWith(`${root}/`)) fail(`${path} leads to ${end}`);
    } else if (stats.isDirectory()) await nothingLeadsOut(fail, path, root);
    else if (!stats.isFile()) fail(`${path} is something else`);
  }
}
