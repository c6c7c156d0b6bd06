import { open } from 'node:fs/promises';

import pLimit from 'p-limit';

import { systemErrorCode } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { findInText, search, type Hit } from '../search.js';
import type { Entry } from '../../tree/index.js';

/** Each takes a quarter of a megabyte. */
const FILES_AT_ONCE = 8;

/** Searches names, link targets and contents for paths that exist only while building. */
export const prefixLeak: Check = {
  id: 'prefix-leak',
  severity: 'error',
  summary: 'no path of the build is left in a file, a name or a link',
  explanation:
    'A path that exists only while building leads nowhere on the platform: a library is not found, a ' +
    'script has no interpreter, a compiler is told to search a directory that anybody there could ' +
    'make. And it makes the bytes of the artifact depend on where it was built.',
  remedy:
    'Text that relocation does not know can be corrected in the recipe, in a step after install. For a ' +
    'path inside a binary, have the compiler not write it (-ffile-prefix-map, -Wl,-rpath), or prune ' +
    'the file; .pyc files have to be compiled again at the prefix. No string is patched inside a binary.',
  run: findLeaks,
};

async function findLeaks(subject: Subject): Promise<Observation[]> {
  const limit = pLimit(FILES_AT_ONCE);
  const found = await Promise.all(
    subject.entries.map((entry) =>
      limit(async () => {
        subject.signal?.throwIfAborted();
        return [...leaksInNames(entry, subject.needles), ...(await leaksInContent(entry, subject))];
      }),
    ),
  );
  return found.flat();
}

function leaksInNames(entry: Entry, needles: readonly string[]): Observation[] {
  const { path } = entry;
  const observations: Observation[] = [];
  for (const needle of needles) {
    // Of a directory with such a name, and everything in it, only the directory is reported.
    const at = findInText(`/${path}`, needle);
    const ownName = path.lastIndexOf('/') + 1;
    if (at !== -1 && at + needle.length > ownName) {
      observations.push({ path, message: `has the build path ${needle} in its name` });
    }
    if (entry.kind === 'link' && findInText(entry.target, needle) !== -1) {
      observations.push({ path, message: `is a link to the build path ${entry.target}` });
    }
  }
  return observations;
}

async function leaksInContent(entry: Entry, subject: Subject): Promise<Observation[]> {
  if (entry.kind !== 'file') return [];
  const { path } = entry;
  try {
    const hits = await searchFile(inHost(subject.root, path), subject.needles);
    return hits.map((hit) => ({ path, message: describe(hit), offset: hit.offset }));
  } catch (error) {
    if (systemErrorCode(error) !== 'EACCES') throw error;
    return [{ path, message: 'may not be read, so it was not searched for build paths' }];
  }
}

async function searchFile(path: HostPath, needles: readonly string[]): Promise<Hit[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return await search(async (buffer) => (await file.read(buffer)).bytesRead, size, needles);
  } finally {
    await file.close();
  }
}

function describe({ needle, count, offset, excerpt }: Hit): string {
  const times = count === 1 ? `at byte ${offset}` : `${count} times, first at byte ${offset}`;
  return `has the build path ${needle} ${times}: ${excerpt}`;
}
