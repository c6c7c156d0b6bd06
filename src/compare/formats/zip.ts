import { openPromise, type Entry, type ZipFile } from 'yauzl';

import type { Content, Pair } from '../comparison.js';
import { compareListings, type Listed } from '../listing.js';
import type { MemberFile } from '../member-file.js';
import { atMost } from '../stream.js';
import { compareStreams } from '../compare-streams.js';
import { timeText } from '../time.js';
import { PartList } from './parts.js';

const MOST_MEMBERS = 20_000;

/** More than a file of an artifact has in it, and less than a zip bomb. */
const LARGEST_MEMBER = 512 * 1024 * 1024;

interface Member extends Listed {
  entry: Entry;
}

/**
 * Compares two zip files (wheels, eggs and jars are such) member by member.
 * @throws Error when one can't be read
 */
export async function compareZip(
  { before, after }: Pair<MemberFile>,
  lines: number,
): Promise<Content | undefined> {
  return withZip(before, (old) => withZip(after, (young) => compareZips(old, young, lines)));
}

async function withZip<T>(file: MemberFile, use: (zip: ZipFile) => Promise<T>): Promise<T> {
  const zip = await openPromise(file.location, { autoClose: false });
  try {
    return await use(zip);
  } finally {
    zip.close();
  }
}

async function compareZips(old: ZipFile, young: ZipFile, lines: number) {
  const parts = new PartList('zip', lines);
  const listings = compareListings(await membersOf(old), await membersOf(young));
  parts.add(...listings.parts);
  for (const { name, ...member } of listings.common) {
    const { before, after } = member;
    if (before.entry.crc32 === after.entry.crc32 && before.size === after.size) continue;
    if (parts.isFull) parts.omit();
    else
      parts.addBytes(name, await compareStreams(contentOf(old, before), contentOf(young, after)));
  }
  const comments = { before: old.comment, after: young.comment };
  if (comments.before !== comments.after) {
    const fields = [{ field: 'comment', ...comments, cause: null }];
    parts.add({ kind: 'fields', name: 'the whole file', fields });
  }
  return parts.content();
}

async function membersOf(zip: ZipFile): Promise<Member[]> {
  if (zip.entryCount > MOST_MEMBERS) throw new Error(`it has more than ${MOST_MEMBERS} members`);
  const members: Member[] = [];
  for await (const entry of zip.eachEntry()) {
    members.push({
      name: entry.fileName,
      size: entry.uncompressedSize,
      fields: fieldsOf(entry),
      entry,
    });
  }
  return members;
}

const METHODS: Readonly<Record<number, string>> = { 0: 'stored', 8: 'deflated' };

/** APPNOTE.TXT, 4.4: what the central directory says of a member, except for what follows from its content. */
function fieldsOf(entry: Entry): Listed['fields'] {
  // A time in this format has no zone and counts every other second; nothing finer is compared here.
  const time = entry.getLastModDate({ timezone: 'UTC', forceDosFormat: true });
  const extra = entry.extraFields.map(
    ({ id, data }) => `${id.toString(16)}:${data.toString('hex')}`,
  );
  return {
    time: timeText(time)?.replace(/\.000Z$/, ''),
    mode: (entry.externalFileAttributes >>> 16).toString(8),
    method: METHODS[entry.compressionMethod] ?? `${entry.compressionMethod}`,
    'made by': `${entry.versionMadeBy}`,
    flags: entry.generalPurposeBitFlag.toString(16),
    'extra fields': extra.length === 0 ? undefined : extra.join(' '),
    comment: entry.fileComment === '' ? undefined : entry.fileComment,
  };
}

async function* contentOf(zip: ZipFile, { entry }: Member): AsyncGenerator<Uint8Array> {
  yield* atMost(await zip.openReadStreamPromise(entry), LARGEST_MEMBER);
}
