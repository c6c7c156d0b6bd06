import { Header, Pax, type HeaderData } from 'tar';
import type { Entry } from './entry.js';

/** The type letters of the tar format, under node-tar's names. */
const TYPES = {
  directory: 'Directory',
  symlink: 'SymbolicLink',
  link: 'Link',
  file: 'File',
} as const satisfies Record<Entry['type'], HeaderData['type']>;

/**
 * The header of one member: POSIX ustar, preceded by a pax header only where ustar can't say it
 * (long or non-ASCII names, 8 GiB and more).
 *
 * The owner is 0/0 without names, so that nothing looks a name up where the tar is unpacked, and
 * there is one time for all.
 * @param epoch seconds
 */
export function encodeHeader(entry: Entry, epoch: number): Buffer {
  const data = {
    path: entry.type === 'directory' ? `${entry.path}/` : entry.path,
    type: TYPES[entry.type],
    mode: modeOf(entry),
    uid: 0,
    gid: 0,
    uname: '',
    gname: '',
    size: entry.type === 'file' ? entry.size : 0,
    mtime: new Date(epoch * 1000),
    linkpath: 'target' in entry ? entry.target : '',
  };
  const block = Buffer.alloc(512);
  const needsPax = new Header(data).encode(block);
  return needsPax ? Buffer.concat([encodePax(data), block]) : block;
}

/** Two blocks of zeros end a tar. */
export const END_OF_TAR = Buffer.alloc(1024);

/** How many zeros fill the last block of a content of this size. */
export function paddingOf(size: number): number {
  return (512 - (size % 512)) % 512;
}

function modeOf(entry: Entry): number {
  if (entry.type === 'directory') return 0o755;
  return entry.type === 'symlink' ? 0o777 : entry.mode;
}

function encodePax({ path, linkpath, size }: { path: string; linkpath: string; size: number }) {
  return new Pax({ path, size, ...(linkpath !== '' && { linkpath }) }).encode();
}
