import { crc32 } from 'node:zlib';
import type { Entry } from 'yauzl';
import { nameFault, plainPath } from './names.js';
import { METHODS } from './methods.js';

/** What the central directory of a zip says of one member, checked as far as that goes by itself. */
export interface Place {
  /** Without a slash at its end; empty for the tree itself. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'folder';
  /** Permission bits, set-uid ones included. */
  readonly mode: number;
  /** Seconds; undefined when it has none that means something. */
  readonly mtime: number | undefined;
  /** Bytes of its content. */
  readonly size: number;
  readonly method: 0 | 8;
  readonly crc32: number;
  /** Bytes of its content in the zip. */
  readonly packedSize: number;
  /** Where its own header begins. */
  readonly offset: number;
}

/** Bits of the general purpose flag (APPNOTE.TXT, 4.4.4). */
export const FLAGS = { encrypted: 1 << 0, sizesFollow: 1 << 3 } as const;

/** A second name in UTF-8 (APPNOTE.TXT, 4.6.9). */
const UNICODE_PATH = 0x7075;

const TYPE = { bits: 0o170000, folder: 0o040000, file: 0o100000, link: 0o120000 } as const;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as text; undefined when they aren't UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The name of a member as it stands there; bytes that aren't UTF-8 are replaced. */
export function shownName(entry: Entry): string {
  return entry.fileNameRaw.toString();
}

/**
 * Reads an entry of the central directory.
 * @returns what is wrong with it, as the end of «NAME: …», where something is
 */
export function placeOf(entry: Entry, nameBytes: number): Place | string {
  const name = textOf(entry.fileNameRaw);
  if (name === undefined) return 'its path is not UTF-8';
  if (hasOtherName(entry)) return 'it has a second, different path';
  const fault = nameFault({ path: name }, nameBytes);
  if (fault !== undefined) return fault;
  const { compressionMethod: method, uncompressedSize: size } = entry;
  if ((entry.generalPurposeBitFlag & FLAGS.encrypted) !== 0) return 'it is encrypted';
  if (method !== METHODS.stored && method !== METHODS.deflated) {
    return `it is compressed by the method ${method}, not by deflate`;
  }
  const unixMode = entry.externalFileAttributes >>> 16;
  const kind = kindOf(name, unixMode & TYPE.bits);
  if (kind === undefined) return 'it is neither a file nor a folder nor a link';
  if (kind === 'folder' && size > 0) return 'it is a folder with content';
  return {
    // The tree tells what is wrong with one that is absolute or leads up.
    path: name.startsWith('/') ? name : plainPath(name),
    kind,
    mode: unixMode === 0 ? (kind === 'folder' ? 0o755 : 0o644) : unixMode & 0o7777,
    mtime: timeOf(entry),
    size,
    method,
    crc32: entry.crc32,
    packedSize: entry.compressedSize,
    offset: entry.relativeOffsetOfLocalHeader,
  };
}

/** Nobody but those who know of it see this name. */
function hasOtherName({ extraFields, fileNameRaw }: Entry): boolean {
  return extraFields.some(
    ({ id, data }) =>
      id === UNICODE_PATH &&
      data.length > 5 &&
      data[0] === 1 &&
      data.readUInt32LE(1) === crc32(fileNameRaw) &&
      !data.subarray(5).equals(fileNameRaw),
  );
}

/** A folder has a slash at the end of its name, whatever its mode says, and nothing else has. */
function kindOf(name: string, type: number): Place['kind'] | undefined {
  if (name.endsWith('/'))
    return type === TYPE.link ? undefined : isPlain(type) ? 'folder' : undefined;
  if (type === TYPE.link) return 'link';
  return type === 0 || type === TYPE.file ? 'file' : undefined;
}

function isPlain(type: number): boolean {
  return type === 0 || type === TYPE.folder || type === TYPE.file;
}

/** A time in a zip has no zone, unless it stands in an extra field; then it can be any. */
function timeOf(entry: Entry): number | undefined {
  const seconds = entry.getLastModDate({ timezone: 'UTC' }).getTime() / 1000;
  return seconds >= 0 && seconds < 2 ** 32 ? seconds : undefined;
}
