import { createHash } from 'node:crypto';

import { Parser, type ReadEntry } from 'tar';

import { reasonOf } from '../error.js';
import type { HostPath } from '../path.js';
import type { Listed } from './listing.js';
import { bytesOf, gunzip, type Bytes } from './stream.js';
import { timeText } from './time.js';

const FILES: ReadonlySet<ReadEntry['type']> = new Set(['File', 'OldFile', 'ContiguousFile']);

/** A member of a tar. */
export interface Member extends Listed {
  /** Without a slash at its end. */
  path: string;
  type: ReadEntry['type'];
  /** Digest of its content in hex; undefined for what is not a file. */
  sha256: string | undefined;
}

/** A tar in a gzip file, read to its end. */
export type Artifact =
  { readable: true; sha256: string; members: Member[] } | { readable: false; reason: string };

/** Reads an artifact once, with memory for the list of its members. Whatever is wrong with it is told, not thrown. */
export async function readArtifact(file: HostPath, signal?: AbortSignal): Promise<Artifact> {
  try {
    return { readable: true, ...(await readTar(gunzip(bytesOf(file, signal)))) };
  } catch (error) {
    signal?.throwIfAborted();
    return { readable: false, reason: reasonOf(error) };
  }
}

async function readTar(tar: Bytes): Promise<{ sha256: string; members: Member[] }> {
  const digest = createHash('sha256');
  const members: Member[] = [];
  const faults: unknown[] = [];
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      const content = createHash('sha256');
      // Taken at once as it comes, so that the parser never has to wait.
      entry.on('data', (piece) => content.update(piece));
      entry.on('end', () => members.push(memberOf(entry, content.digest('hex'))));
    },
  });
  parser.on('ignoredEntry', (entry: ReadEntry) => members.push(memberOf(entry, undefined)));
  parser.on('error', (error) => faults.push(error));
  for await (const piece of tar) {
    digest.update(piece);
    parser.write(piece);
    if (faults.length > 0) break;
  }
  parser.end();
  if (faults.length > 0) throw faults[0];
  return { sha256: digest.digest('hex'), members };
}

function memberOf(entry: ReadEntry, sha256: string | undefined): Member {
  const path = entry.path.replace(/\/+$/, '');
  return {
    path,
    name: path,
    type: entry.type,
    size: entry.size,
    sha256: FILES.has(entry.type) ? sha256 : undefined,
    fields: {
      type: entry.type,
      mode: entry.mode?.toString(8).padStart(4, '0'),
      time: timeText(entry.mtime),
      'access time': timeText(entry.atime),
      'change time': timeText(entry.ctime),
      'owner id': entry.uid?.toString(),
      'group id': entry.gid?.toString(),
      owner: entry.uname === '' ? undefined : entry.uname,
      group: entry.gname === '' ? undefined : entry.gname,
      'link target': entry.linkpath,
      'pax header': keysOf(entry.extended),
      'global pax header': keysOf(entry.globalExtended),
    },
  };
}

/** The keys that a pax header has; what they say is in the other fields. */
function keysOf(header: ReadEntry['extended']): string | undefined {
  if (header === undefined) return undefined;
  const keys = Object.entries(header).filter(([key, value]) => key !== 'global' && value != null);
  return keys.map(([key]) => key).join(', ');
}
