import { chmod, readFile, writeFile } from 'node:fs/promises';
import { GUEST, guestPath, inHost, type HostPath } from '../path.js';
import type { Plan } from '../plan/index.js';
import { crossRun } from './cross-run.js';
import type { ScriptFailure } from './script.js';
import { onHost, type Workplace } from './workplace.js';

/** Puts into the workplace what stands before the cross compiler. */
export async function placeTools({ cross }: Plan, place: Workplace): Promise<void> {
  for (const { name, content } of cross?.tools ?? []) {
    const file = inHost(onHost(place, GUEST.tools), name);
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
  directory: string,
  place: Workplace,
): Promise<{ what: string; hint: string } | undefined> {
  const beside = (name: string) => textOf(onHost(place, guestPath(directory, name)));
  const [said = '', configLog, configure] = await Promise.all([
    textOf(log),
    beside('config.log'),
    beside('configure'),
  ]);
  return crossRun({
    log: said,
    ...(configLog === undefined ? {} : { configLog }),
    ...(configure === undefined ? {} : { configure }),
  });
}

async function textOf(path: HostPath): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(() => undefined);
}
