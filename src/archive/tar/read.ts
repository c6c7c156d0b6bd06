import { Bytes } from './bytes.js';
import { endsTooEarly, TarFault } from './fault.js';
import { BLOCK, isBlank, parseHeader, type TarHeader } from './header.js';
import type { Member } from './member.js';
import { parsePax } from './pax.js';

/** Headers before a member hold names in the end, and none is this long. Bytes. */
const LONGEST_EXTENSION = 1024 * 1024;

/** One member of a tar that is being read. */
export interface TarMember extends Member {
  /** Permission bits, set-uid and sticky bits included; undefined when it doesn't say. */
  readonly mode: number | undefined;
  /** Seconds; undefined when it doesn't say. */
  readonly mtime: number | undefined;
  /** Bytes of its content. */
  readonly size: number;
  /** To be read, or left, before the next member is asked for. */
  readonly content: AsyncIterable<Buffer>;
}

/** What pax headers and GNU's long names say instead of a member's own header. */
type Extension = Map<'path' | 'linkpath' | 'size' | 'mtime' | 'sparse', string>;

/**
 * The members of a tar (POSIX ustar and pax, GNU's long names) as it streams by, with memory for one
 * piece of it. They are told as they stand there, however hostile; what is no file, folder or link,
 * a sparse file for example, is `special`. The stream is read to its end, behind that of the tar too,
 * so that whoever decompresses it gets to see its checksum.
 *
 * Not node-tar's parser: that one leaves out what it doesn't know and headers that are too long,
 * reads a pax value only to its first line break, and spoils a letter on the border of two pieces.
 * @throws TarFault
 */
export async function* readTar(tar: AsyncIterable<Uint8Array>): AsyncGenerator<TarMember> {
  const bytes = new Bytes(tar);
  try {
    const common: Extension = new Map();
    let own: Extension = new Map();
    for (;;) {
      const extension: Extension = new Map([...common, ...own]);
      const header = await nextHeader(bytes, extension);
      if (header === undefined) break;
      if (header.kind === 'member') {
        const member = extended(header, extension);
        own = new Map();
        const end = bytes.taken + wholeBlocks(member.size);
        yield { ...member, content: contentOf(member.size, bytes) };
        await skip(end - bytes.taken, bytes);
      } else {
        readExtension(header.kind, await bodyOf(header, bytes), header.forAll ? common : own);
      }
    }
    while ((await bytes.some(Infinity)) !== undefined);
  } finally {
    await bytes.close();
  }
}

/** The next header, or undefined at the end of the tar: two blank blocks, or one at the end of all. */
async function nextHeader(bytes: Bytes, extension: Extension): Promise<TarHeader | undefined> {
  const block = await bytes.upTo(BLOCK);
  if (block.length < BLOCK) throw endsTooEarly();
  if (!isBlank(block)) return parseHeader(block, bytes.taken - BLOCK, said(extension, 'path'));
  const next = await bytes.upTo(BLOCK);
  if (isBlank(next)) return undefined;
  throw new TarFault('it goes on after its end');
}

async function* contentOf(size: number, bytes: Bytes): AsyncGenerator<Buffer> {
  for (let left = size; left > 0;) {
    const part = await bytes.some(left);
    if (part === undefined) throw endsTooEarly();
    left -= part.length;
    yield part;
  }
}

function wholeBlocks(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

async function skip(count: number, bytes: Bytes): Promise<void> {
  for (let left = count; left > 0;) {
    const part = await bytes.some(left);
    if (part === undefined) throw endsTooEarly();
    left -= part.length;
  }
}

async function bodyOf({ size }: { size: number }, bytes: Bytes): Promise<Buffer> {
  if (size > LONGEST_EXTENSION) {
    throw new TarFault(`a header in it takes ${size} bytes, more than ${LONGEST_EXTENSION}`);
  }
  const body = await bytes.upTo(wholeBlocks(size));
  if (body.length < size) throw endsTooEarly();
  return body.subarray(0, size);
}

function readExtension(kind: 'pax' | 'path' | 'linkpath', body: Buffer, into: Extension): void {
  if (kind !== 'pax') {
    into.set(kind, body.toString('utf8').replace(/\0[^]*/, ''));
    return;
  }
  for (const [key, value] of parsePax(body)) {
    if (key === 'path' || key === 'linkpath' || key === 'size' || key === 'mtime') {
      into.set(key, value);
    }
    if (key.startsWith('GNU.sparse.')) into.set('sparse', value);
  }
}

/** A member with what the headers before its own say of it. */
function extended(
  header: Extract<TarHeader, { kind: 'member' }>,
  extension: Extension,
): Omit<TarMember, 'content'> {
  const type = extension.has('sparse') ? 'special' : header.type;
  const target = said(extension, 'linkpath') ?? header.linkpath;
  return {
    path: header.path,
    type,
    ...((type === 'symlink' || type === 'hardlink') && { target }),
    mode: header.mode,
    mtime: numberOf(said(extension, 'mtime'), /^-?\d{1,12}(\.\d+)?$/, 'time') ?? header.mtime,
    // Nothing but a file has content, whatever size old tars wrote for links and folders.
    size:
      type === 'file'
        ? (numberOf(said(extension, 'size'), /^\d{1,15}$/, 'size') ?? header.size)
        : 0,
  };
}

/** An empty value takes back what another said. */
function said(extension: Extension, key: 'path' | 'linkpath' | 'size' | 'mtime') {
  const value = extension.get(key);
  return value === '' ? undefined : value;
}

function numberOf(text: string | undefined, form: RegExp, what: string): number | undefined {
  if (text === undefined) return undefined;
  if (!form.test(text)) throw new TarFault(`a pax header in it has a ${what} that is no number`);
  return Number(text);
}
