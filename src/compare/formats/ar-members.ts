import type { Listed } from '../listing.js';
import type { MemberFile } from '../member-file.js';
import { readRange } from '../stream.js';
import { timeText } from '../time.js';

/** A member of an `ar` archive. */
interface ArMember extends Listed {
  /** Where its content begins. */
  offset: number;
}

const MAGIC_BYTES = 8;
const HEADER_BYTES = 60;
const MOST_MEMBERS = 20_000;
const LONGEST_NAMES = 16 * 1024 * 1024;

/**
 * The members of an `ar` archive, the symbol table included, with the long names of GNU. Read here and
 * not by `ar t`, which tells times only to the minute and nothing of the symbol table.
 * @throws Error when it isn't one
 */
export async function listAr({ handle, size }: MemberFile): Promise<ArMember[]> {
  const members: ArMember[] = [];
  let longNames = '';
  for (let position = MAGIC_BYTES; position < size;) {
    const header = parseHeader(await readRange(handle, position, HEADER_BYTES), position);
    const offset = position + HEADER_BYTES;
    if (offset + header.size > size) throw new Error(`its member at byte ${position} is cut off`);
    if (header.name === '//') {
      if (header.size > LONGEST_NAMES) throw new Error('its table of names is too long');
      longNames = (await readRange(handle, offset, header.size)).toString('latin1');
    }
    members.push({ ...header, name: nameOf(header.name, longNames), offset });
    if (members.length > MOST_MEMBERS) throw new Error(`it has more than ${MOST_MEMBERS} members`);
    position = offset + header.size + (header.size % 2);
  }
  return members;
}

function parseHeader(header: Buffer, position: number): Listed {
  const text = header.toString('latin1');
  const field = (start: number, length: number) => text.slice(start, start + length).trimEnd();
  const size = field(48, 10);
  if (text.length < HEADER_BYTES || !text.endsWith('`\n') || !/^\d+$/.test(size)) {
    throw new Error(`its member header at byte ${position} is broken`);
  }
  const time = field(16, 12);
  return {
    name: field(0, 16),
    size: Number(size),
    fields: {
      time: /^\d+$/.test(time) ? (timeText(new Date(Number(time) * 1000)) ?? time) : time,
      'owner id': field(28, 6),
      'group id': field(34, 6),
      mode: field(40, 8),
    },
  };
}

function nameOf(name: string, longNames: string): string {
  if (name === '/' || name === '/SYM64/') return 'the symbol table';
  if (name === '//') return 'the table of long names';
  const start = /^\/(\d+)$/.exec(name)?.[1];
  if (start !== undefined) return longNames.slice(Number(start)).split(/\/?\n/, 1)[0] ?? name;
  return name.replace(/\/$/, '');
}
