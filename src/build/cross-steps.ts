import { chmod, readFile, writeFile } from 'node:fs/promises';
import { GUEST, inHost, type GuestPath } from '../path.js';
import type { Plan } from '../plan/index.js';
import { readForeign } from '../tree/index.js';
import { crossRun } from './cross-run.js';
import type { ScriptFailure } from './script.js';
import { onHost, type Workplace } from './workplace.js';

/** Puts into the workplace what stands before the cross compiler. */
export async function placeTools({ cross }: Plan, place: Workplace): Promise<void> {
  for (const { name, content } of cross?.tools ?? []) {
    const file = inHost(await onHost(place, GUEST.tools), name);
    await writeFile(file, content);
    await chmod(file, content.startsWith('#!') ? 0o755 : 0o644);
  }
}

/**
 * What to do about a step that failed because it ran a program that was compiled for another
 * architecture; undefined when that isn't why.
 * @param directory the step's own, where configure scripts keep their log
 */
export async function crossHint(
  { log }: ScriptFailure,
  directory: GuestPath,
  place: Workplace,
): Promise<{ what: string; hint: string } | undefined> {
  const [said = '', configLog, configure] = await Promise.all([
    readFile(log, 'utf8').catch(() => undefined),
    beside('config.log'),
    beside('configure'),
  ]);
  return crossRun({
    log: said,
    ...(configLog === undefined ? {} : { configLog }),
    ...(configure === undefined ? {} : { configure }),
  });

  /** What the step may have put a link to something else in the place of counts as not there. */
  async function beside(name: string): Promise<string | undefined> {
    try {
      const folder = await onHost(place, directory);
      return (await readForeign(inHost(folder, name), LARGEST))?.toString('utf8');
    } catch {
      return undefined;
    }
  }
}

/** No configure script and no log of one is near it. Bytes. */
const LARGEST = 32 * 1024 * 1024;
