import { open, type FileHandle } from 'node:fs/promises';
import { fromRandomAccessReaderPromise, type Entry } from 'yauzl';
import { BuilderError, reasonOf, systemErrorCode } from '../../error.js';
import type { HostPath } from '../../path.js';
import { paced } from '../../pace.js';
import { kindOf as kindAt } from '../../files/index.js';
import { FORMAT_BYTES, formatOf } from '../index.js';
import { MemberTree } from '../tar/index.js';
import { smallContent } from './content.js';
import { FLAGS, placeOf, shownName, textOf, type Place } from './entry.js';
import { damaged, tooLarge, unsafe } from './fault.js';
import type { ZipLimits } from './limits.js';
import { nameFault } from './names.js';
import { treeMember } from './order.js';
import { Window } from './window.js';

/** A member that may be unpacked. */
export interface ListedMember extends Place {
  /** Where its content begins. */
  readonly start: number;
  /** Of a link. */
  readonly target?: string;
}

/** Bytes of a member's own header before its name (APPNOTE.TXT, 4.3.7). */
const HEADER = 30;

const SIGNATURE = 0x04034b50;

/** Says that a size stands in an extra field instead. */
const ELSEWHERE = 0xffff_ffff;

/**
 * What is in a zip, in the order of its central directory, with all of it looked at but the contents
 * of files: nothing leaves the tree, nothing is twice there with different contents, no two members
 * share bytes, and both headers of each say the same. Several entries that agree in all are one.
 * @throws BuilderError BUILDPACK_INVALID, ARTIFACT_TOO_LARGE
 */
export async function listZip(
  zip: HostPath,
  limits: ZipLimits,
  signal?: AbortSignal,
): Promise<ListedMember[]> {
  const file = await openZip(zip);
  try {
    await mustBeZip(file, zip);
    return await listOpened(file, zip, limits, signal);
  } finally {
    await file.close();
  }
}

async function listOpened(
  file: FileHandle,
  zip: HostPath,
  limits: ZipLimits,
  signal?: AbortSignal,
): Promise<ListedMember[]> {
  const members = new Map<string, ListedMember>();
  const tree = new MemberTree();
  let count = 0;
  let bytes = 0;
  const opened = { zip, limits, file: new Window(file.fd) };
  for await (const entry of paced(entriesOf(file, zip), signal)) {
    count += 1;
    bytes += entry.uncompressedSize;
    if (count > limits.members) throw tooLarge(zip, 'members', limits);
    if (bytes > limits.bytes) throw tooLarge(zip, 'bytes', limits);
    const place = placeOf(entry, limits.nameBytes);
    if (typeof place === 'string') {
      throw unsafe(zip, { member: shownName(entry), reason: place });
    }
    const member = located(place, entry, opened);
    const same = members.get(member.path);
    if (same === undefined) {
      const fault = tree.add(treeMember(member));
      if (fault !== undefined) throw unsafe(zip, fault);
      if (tree.size > limits.members) throw tooLarge(zip, 'members', limits);
    } else if (!agree(same, member)) {
      throw unsafe(zip, { member: member.path, reason: 'it is there twice, and not the same' });
    }
    members.set(member.path, member);
  }
  const list = [...members.values()];
  const found = (await tree.findUnsafe({ signal })) ?? findOverlap(list);
  if (found !== undefined) throw unsafe(zip, found);
  // The tree itself, which some zips have a name for, is nothing in it.
  return list.filter(({ path }) => path !== '');
}

function agree(one: ListedMember, other: ListedMember): boolean {
  const keys = ['kind', 'mode', 'size', 'crc32', 'target'] as const;
  return keys.every((key) => one[key] === other[key]);
}

/** Two members that share bytes: what a small file that unpacks to a huge one is made of. */
function findOverlap(members: readonly ListedMember[]) {
  const inFile = members.toSorted((a, b) => a.offset - b.offset);
  const index = inFile.findIndex((member, at) => {
    const before = inFile[at - 1];
    return before !== undefined && member.offset < before.start + before.packedSize;
  });
  const [before, member] = [inFile[index - 1], inFile[index]];
  if (before === undefined || member === undefined) return undefined;
  return { member: member.path, reason: `it shares bytes with ${before.path}` };
}

interface Opened {
  readonly file: Window;
  readonly zip: HostPath;
  readonly limits: ZipLimits;
}

/** Adds what stands at the member itself, and refuses what contradicts the central directory. */
function located(place: Place, entry: Entry, opened: Opened): ListedMember {
  const { file, zip, limits } = opened;
  const wanted = HEADER + entry.fileNameLength;
  const header = file.at(place.offset, wanted);
  if (header.length < wanted || header.readUInt32LE(0) !== SIGNATURE) {
    throw damaged(zip, `the header of ${shownName(entry)} is not where it should be`);
  }
  if (contradicts(header, entry)) {
    throw unsafe(zip, { member: shownName(entry), reason: 'its two headers say different things' });
  }
  const start = place.offset + header.length + header.readUInt16LE(28);
  const member = { ...place, start };
  if (place.kind !== 'link') return member;
  // What is so short grows by a few bytes when it is deflated.
  if (Math.max(place.size, place.packedSize - 64) > limits.nameBytes) {
    const reason = `it is a link to a path of more than ${limits.nameBytes} bytes`;
    throw unsafe(zip, { member: place.path, reason });
  }
  const target = textOf(smallContent(zip, member, file));
  const fault =
    target === undefined
      ? 'it is a link to a path that is not UTF-8'
      : nameFault({ path: place.path, target }, limits.nameBytes);
  if (target === undefined || fault !== undefined) {
    throw unsafe(zip, { member: place.path, reason: fault ?? '' });
  }
  return { ...member, target };
}

/** Programs that read a zip as it streams by see nothing but this header. */
function contradicts(header: Buffer, entry: Entry): boolean {
  const flags = header.readUInt16LE(6);
  const sizesFollow = (flags & FLAGS.sizesFollow) !== 0;
  const differs = (at: number, value: number) => {
    const here = header.readUInt32LE(at);
    return here !== value && here !== ELSEWHERE && !(sizesFollow && here === 0);
  };
  return (
    (flags & FLAGS.encrypted) !== 0 ||
    header.readUInt16LE(8) !== entry.compressionMethod ||
    differs(14, entry.crc32) ||
    differs(18, entry.compressedSize) ||
    differs(22, entry.uncompressedSize) ||
    header.readUInt16LE(26) !== entry.fileNameLength ||
    !header.subarray(HEADER).equals(entry.fileNameRaw)
  );
}

async function* entriesOf(file: FileHandle, zip: HostPath): AsyncGenerator<Entry> {
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  const { size } = await file.stat();
  try {
    yield* (await fromRandomAccessReaderPromise(new Window(file.fd), size, options)).eachEntry();
  } catch (error) {
    throw error instanceof BuilderError || systemErrorCode(error) !== undefined
      ? error
      : damaged(zip, complaintOf(error), error);
  }
}

/** Longer words of the library in ours. */
function complaintOf(error: unknown): string {
  const reason = reasonOf(error);
  if (reason.startsWith('End of central directory')) return 'its end is missing';
  if (reason.startsWith('Invalid comment length')) return 'it goes on after its end';
  return reason === 'unexpected EOF' ? 'it ends too early' : reason;
}

async function openZip(zip: HostPath): Promise<FileHandle> {
  const kind = await kindAt(zip);
  const reason = {
    file: '',
    folder: 'it is a folder',
    nothing: 'there is no such file',
    other: 'it is not a file',
  }[kind];
  if (kind === 'file') {
    try {
      return await open(zip, 'r');
    } catch (error) {
      throw unreadable(zip, reasonOf(error), error);
    }
  }
  throw unreadable(zip, reason);
}

function unreadable(zip: HostPath, reason: string, cause?: unknown): BuilderError {
  return new BuilderError('BUILDPACK_INVALID', `cannot read ${zip}: ${reason}`, {
    hint: 'Give the path of a zip file that this user may read.',
    cause,
  });
}

async function mustBeZip(file: FileHandle, zip: HostPath): Promise<void> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(FORMAT_BYTES), 0, FORMAT_BYTES, 0);
  const format = formatOf(buffer.subarray(0, bytesRead));
  // A script may stand before the first member.
  if (format.kind === 'other' && bytesRead > 0) return;
  const looks = format.kind === 'other' ? format.looks : `a file of the format ${format.kind}`;
  throw damaged(zip, `it is no zip, it looks like ${looks}`);
}
