import { crc32, deflateRawSync } from 'node:zlib';

/** One member of a zip made by hand, as wrong as it may be. */
export interface Forged {
  name: string | Buffer;
  content?: string | Buffer;
  /** Deflated unless it is stored (0). */
  method?: number;
  /** The type and the permission bits. */
  mode?: number;
  flags?: number;
  /** 3 is Unix. */
  madeBy?: number;
  /** What the headers say of the content, where it isn't true. */
  size?: number;
  packedSize?: number;
  crc?: number;
  extra?: Buffer;
  /** Date and time as they stand there. */
  time?: number;
  /** What the member's own header says differently. */
  local?: { name?: string; method?: number; flags?: number; crc?: number; size?: number };
  /** Whether sizes stand behind the content, as in a zip that was written to a pipe. */
  piped?: boolean;
}

export interface ForgedEnd {
  /** Before the first member. */
  prefix?: string;
  comment?: string;
  /** How many members the end says there are. */
  count?: number;
  /** Behind the end. */
  suffix?: string;
}

/** The kinds of files in a mode. */
export const FILE = 0o100000;
export const FOLDER = 0o040000;
export const LINK = 0o120000;

/** 2001-02-03 04:05:06. */
export const TIME = ((((21 << 9) | (2 << 5) | 3) << 16) | (4 << 11) | (5 << 5) | 3) >>> 0;

/** A whole zip of these members (APPNOTE.TXT, 4.3). */
export function forge(
  members: readonly Forged[],
  { prefix = '', comment = '', count = members.length, suffix = '' }: ForgedEnd = {},
): Buffer {
  const parts: Buffer[] = [Buffer.from(prefix)];
  let at = parts[0]?.length ?? 0;
  const offsets: number[] = [];
  for (const member of members) {
    offsets.push(at);
    const bytes = localOf(member);
    parts.push(bytes);
    at += bytes.length;
  }
  const directory = Buffer.concat(
    members.map((member, index) => centralOf(member, offsets[index] ?? 0)),
  );
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...parts, directory, end, Buffer.from(comment), Buffer.from(suffix)]);
}

function packed({ content = '', method = 8 }: Forged): Buffer {
  return method === 8 ? deflateRawSync(Buffer.from(content)) : Buffer.from(content);
}

function factsOf(member: Forged) {
  const { content = '' } = member;
  return {
    crc: member.crc ?? crc32(Buffer.from(content)),
    packedSize: member.packedSize ?? packed(member).length,
    size: member.size ?? Buffer.byteLength(content),
  };
}

function localOf(member: Forged): Buffer {
  const { method = 8, flags = 0, extra = Buffer.alloc(0), local = {}, piped = false } = member;
  const name = Buffer.from(local.name ?? member.name);
  const facts = { ...factsOf(member), ...local };
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE((local.flags ?? flags) | (piped ? 8 : 0), 6);
  header.writeUInt16LE(local.method ?? method, 8);
  header.writeUInt32LE(member.time ?? TIME, 10);
  if (!piped) writeFacts(header, 14, facts);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  const after = Buffer.alloc(piped ? 16 : 0);
  if (piped) {
    after.writeUInt32LE(0x08074b50, 0);
    writeFacts(after, 4, facts);
  }
  return Buffer.concat([header, name, extra, packed(member), after]);
}

function centralOf(member: Forged, offset: number): Buffer {
  const { method = 8, flags = 0, mode = FILE | 0o644, madeBy = 3, piped = false } = member;
  const { extra = Buffer.alloc(0) } = member;
  const name = Buffer.from(member.name);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE((madeBy << 8) | 20, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(flags | (piped ? 8 : 0), 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(member.time ?? TIME, 12);
  writeFacts(header, 16, factsOf(member));
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE((mode << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name, extra]);
}

function writeFacts(
  header: Buffer,
  at: number,
  { crc, packedSize, size }: { crc: number; packedSize: number; size: number },
): void {
  header.writeUInt32LE(crc, at);
  header.writeUInt32LE(packedSize, at + 4);
  header.writeUInt32LE(size, at + 8);
}

/** An extra field of a header. */
export function extraField(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(data.length, 2);
  return Buffer.concat([head, data]);
}
