import prettyBytes from 'pretty-bytes';
import { groupBy } from '../../group-by.js';
import { inHost } from '../../path.js';
import { systemErrorCode } from '../../error.js';
import { sha256Of } from '../../files/index.js';
import { distinctFiles, type FileEntry } from '../../tree/index.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { lookAtEach } from '../reading.js';
import { firstOf } from '../wording.js';

/** Finds files that are there more than once. */
export const duplicate: Check = {
  id: 'duplicate',
  severity: 'warning',
  summary: 'no file of 4 KiB and more is there twice',
  explanation:
    'Copies make the artifact larger than it need be, for everybody who downloads, keeps and unpacks ' +
    'it. Often a build system has copied what should be a link, a library under its versioned names ' +
    'for example.',
  remedy: 'Replace the copies by relative links in a step after install, or prune them.',
  run: findDuplicates,
};

/** Less is not worth a link, in bytes. */
const SMALLEST = 4096;

async function findDuplicates(subject: Subject): Promise<Observation[]> {
  const large = distinctFiles(subject.entries).filter(({ size }) => size >= SMALLEST);
  const sameSize = groups(large, ({ size }) => String(size)).flat();
  const hashed = await lookAtEach(sameSize, subject, async (file) => ({
    file,
    digest: await digestOf(file, subject),
  }));
  return groups(hashed, ({ digest }) => digest).flatMap((group) => describe(group));
}

/** Groups of two and more, in the order of their first members. */
function groups<Item>(items: readonly Item[], keyOf: (item: Item) => string | undefined): Item[][] {
  return [...groupBy(items, keyOf).values()].filter(({ length }) => length > 1);
}

async function digestOf(
  { path }: FileEntry,
  { root, signal }: Subject,
): Promise<string | undefined> {
  try {
    return await sha256Of(inHost(root, path), signal);
  } catch (error) {
    if (systemErrorCode(error) === 'EACCES') return undefined;
    throw error;
  }
}

function describe(group: readonly { file: FileEntry }[]): Observation[] {
  const [first, ...others] = group.map(({ file }) => file);
  if (first === undefined) return [];
  const wasted = prettyBytes(first.size * others.length);
  const names = firstOf(
    others.map(({ path }) => path),
    3,
  );
  return [{ path: first.path, message: `has the same content as ${names}: ${wasted} wasted` }];
}
