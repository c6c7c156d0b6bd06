import { lstat } from 'node:fs/promises';
import { inHost } from '../../path.js';
import type { Entry } from '../../tree/index.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { lookAtEach } from '../reading.js';

/** Finds what anybody may change. */
export const worldWritable: Check = {
  id: 'world-writable',
  severity: 'error',
  summary: 'nothing may be written by everybody',
  explanation:
    'Whoever gets into the same system, by a fault in another program for example, could replace a ' +
    'program or library that others run.',
  remedy: 'Clear the bit in a step after install: chmod o-w FILE.',
  run: findWritable,
};

async function findWritable(subject: Subject): Promise<Observation[]> {
  const found = await lookAtEach(
    subject.entries,
    subject,
    async (entry): Promise<Observation[]> => {
      const { kind, path } = entry;
      if (((await modeOf(entry, subject)) & 0o002) === 0) return [];
      return [{ path, message: `is a ${kind} that everybody may write to` }];
    },
  );
  return found.flat();
}

/** The permissions of a file or directory; a link has none that count. */
async function modeOf(entry: Entry, { root }: Subject): Promise<number> {
  if (entry.kind === 'file') return entry.mode;
  return entry.kind === 'directory' ? (await lstat(inHost(root, entry.path))).mode : 0;
}
