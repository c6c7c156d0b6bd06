import { Header } from 'tar';
import { reasonOf } from '../../error.js';
import { TarFault } from './fault.js';
import type { Member } from './member.js';

/** A tar comes in blocks of so many bytes. */
export const BLOCK = 512;

/** What one header block says. */
export type TarHeader =
  | {
      kind: 'member';
      path: string;
      linkpath: string;
      type: Member['type'];
      mode: number | undefined;
      mtime: number | undefined;
      size: number;
    }
  /** A header for the member that comes next, or for all that come; the rest of it follows the block. */
  | { kind: 'pax' | 'path' | 'linkpath'; forAll: boolean; size: number };

const MEMBERS: Readonly<Record<string, Member['type']>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'directory',
  SymbolicLink: 'symlink',
  Link: 'hardlink',
};

const EXTENSIONS: Readonly<Record<string, 'pax' | 'path' | 'linkpath'>> = {
  ExtendedHeader: 'pax',
  OldExtendedHeader: 'pax',
  GlobalExtendedHeader: 'pax',
  NextFileHasLongPath: 'path',
  OldGnuLongPath: 'path',
  NextFileHasLongLinkpath: 'linkpath',
};

/** Whether a block holds nothing but zeros, or nothing at all. */
export function isBlank(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

/**
 * Reads one header block.
 * @param offset where it begins, for the message
 * @param path what an earlier header says of the next member's path; old tars wrote a folder as a file
 * with a slash at its end, and the path in the block may be cut off at one
 * @throws TarFault
 */
export function parseHeader(block: Buffer, offset: number, path: string | undefined): TarHeader {
  const header = decode(block, offset, path);
  const size = header.size ?? 0;
  const extension = EXTENSIONS[header.type];
  if (extension !== undefined) {
    return { kind: extension, forAll: header.type === 'GlobalExtendedHeader', size };
  }
  const mtime = header.mtime?.getTime();
  return {
    kind: 'member',
    path: path ?? header.path ?? '',
    linkpath: header.linkpath ?? '',
    type: MEMBERS[header.type] ?? 'special',
    mode: header.mode,
    mtime: mtime === undefined || Number.isNaN(mtime) ? undefined : mtime / 1000,
    size,
  };
}

function decode(block: Buffer, offset: number, path: string | undefined): Header {
  let header: Header;
  try {
    header = new Header(block, 0, path === undefined ? {} : { path });
  } catch (error) {
    throw new TarFault(`its header at byte ${offset} is broken: ${reasonOf(error)}`);
  }
  if (header.cksumValid) return header;
  throw new TarFault(`its header at byte ${offset} has the wrong checksum`);
}
