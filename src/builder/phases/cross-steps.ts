import { chmod, open, writeFile } from 'node:fs/promises';
import { GUEST, inHost, type GuestPath, type HostPath } from '../../path.js';
import type { Plan } from '../../plan/index.js';
import { readForeign } from '../../files/index.js';
import { crossRun } from './cross-run.js';
import type { ScriptFailure } from './script.js';
import { onHost, type Workplace } from '../place/index.js';

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
    endOf(log).catch(() => undefined),
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
const LARGEST = 8 * 1024 * 1024;

/** What a step says of why it failed is in the last of it. Bytes. */
const END = 1024 * 1024;

/** The end of a log of ours, which a step may have made as long as the disk is large. */
async function endOf(log: HostPath): Promise<string> {
  const file = await open(log);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(END),
      position: Math.max(0, size - END),
    });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
