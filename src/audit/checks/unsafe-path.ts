import { lstat } from 'node:fs/promises';
import nodePath from 'node:path';
import { inHost } from '../../path.js';
import { printable } from '../../text/index.js';
import type { Entry } from '../../tree/index.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { lookAtEach } from '../reading.js';
import { treePaths, type TreePaths } from '../tree-paths.js';

/** Finds names, links and kinds of files that an unpacker may refuse or be hurt by. */
export const unsafePath: Check = {
  id: 'unsafe-path',
  severity: 'error',
  summary: 'only files, folders and links, with names that every unpacker takes, and no way out',
  explanation:
    'A link that leads out of the tree gives whoever follows it another file than the artifact brings, ' +
    'and unpackers refuse it, because such links are how an archive writes outside of its folder. ' +
    'Devices, pipes and sockets have no place in an archive of programs. Control characters, ' +
    'backslashes and bytes that are not UTF-8 in names mean something else to every tool that reads them.',
  remedy:
    'Remove or rename the file in a step after install. Replace a link that leads out of the tree by ' +
    'the file itself, or make sure that what it leads to is installed into the tree.',
  run: findUnsafe,
};

/** What file systems of Linux take for one part of a path (NAME_MAX), in bytes. */
const NAME_BYTES = 255;

async function findUnsafe(subject: Subject): Promise<Observation[]> {
  const paths = treePaths(subject.entries, subject.prefix);
  const found = await lookAtEach(subject.entries, subject, async (entry) => [
    ...faultsOfName(nodePath.posix.basename(entry.path)).map((fault) => `has a name ${fault}`),
    ...(entry.kind === 'link' ? faultsOfLink(entry, paths) : []),
    ...(entry.kind === 'special' ? [`is ${await kindOf(entry, subject)}`] : []),
  ]);
  return subject.entries.flatMap(({ path }, index) =>
    (found[index] ?? []).map((message) => ({ path, message })),
  );
}

function faultsOfName(name: string): string[] {
  return [
    // eslint-disable-next-line no-control-regex
    ...(/[\x00-\x1f\x7f]/.test(name) ? [`with control characters: ${printable(name)}`] : []),
    ...(name.includes('\\') ? ['with a backslash'] : []),
    // What is not UTF-8 was read as U+FFFD.
    ...(name.includes('\ufffd') ? ['that is not UTF-8'] : []),
    ...(Buffer.byteLength(name) > NAME_BYTES ? [`longer than ${NAME_BYTES} bytes`] : []),
  ];
}

function faultsOfLink(
  { path, target }: { path: string; target: string },
  paths: TreePaths,
): string[] {
  const faults = new Set(target.split('/').flatMap(faultsOfName));
  // An absolute one belongs to symlink-absolute.
  const leaves =
    !target.startsWith('/') &&
    paths.follow(`${nodePath.posix.dirname(path)}/${target}`).at === 'outside';
  return [
    ...[...faults].map((fault) => `is a link to a name ${fault}`),
    ...(leaves ? [`is a link to ${printable(target)}, which leads out of the tree`] : []),
  ];
}

async function kindOf({ path }: Entry, { root }: Subject): Promise<string> {
  // One whose name can't be read can't be looked at either; it is told for its name.
  const stats = await lstat(inHost(root, path)).catch(() => undefined);
  if (stats === undefined) return 'nothing that could be read';
  if (stats.isSocket()) return 'a socket';
  if (stats.isFIFO()) return 'a pipe';
  return 'a device';
}
