import { Bytes } from './bytes.js';
import { endsTooEarly, TarFault } from './fault.js';
import { SMALL } from './files/index.js';
import { BLOCK, isBlank, parseHeader, type TarHeader } from './header.js';
import type { Member } from './member.js';
import { parsePax } from './pax.js';
import {
  brokenMap,
  readOldMap,
  readPaxMap,
  storedBytes,
  wholeContent,
  type Sparse,
  type SparseRecords,
} from './sparse.js';

/** Headers before a member hold names in the end, and none is this long. Bytes. */
const LONGEST_EXTENSION = 1024 * 1024;

/** One member of a tar that is being read. */
export interface TarMember extends Member {
  /** Permission bits, set-uid and sticky bits included; undefined when it doesn't say. */
  readonly mode: number | undefined;
  /** Seconds; undefined when it doesn't say. */
  readonly mtime: number | undefined;
  /** Bytes of its content, the holes of a sparse file included. */
  readonly size: number;
  /** To be read, or left, before the next member is asked for; a small one is there in one piece. */
  readonly content: AsyncIterable<Buffer> | Buffer;
}

/** What pax headers and GNU's long names say instead of a member's own header. */
interface Extension {
  readonly said: Map<Key, string>;
  /** In their order, without `GNU.sparse.`. */
  sparse: SparseRecords;
}

type Key = 'path' | 'linkpath' | 'size' | 'mtime';

const SPARSE = 'GNU.sparse.';

/**
 * Reads the members of a tar (POSIX ustar and pax, GNU's long names and sparse files) as it streams by, with
 * memory for one piece of it. They are told as they stand there, however hostile; what is no file,
 * folder or link is `special`. The stream is read to its end, behind that of the tar too, so that
 * whoever decompresses it gets to see its checksum.
 *
 * Not node-tar's parser: that one leaves out what it doesn't know and headers that are too long,
 * reads a pax value only to its first line break, and spoils a letter on the border of two pieces.
 *
 * @param take is given each member, and waited for if it has to be: a hundred thousand waits cost what
 * writing a third of the files does
 * @throws TarFault; what `take` throws
 */
export async function readTar(
  tar: AsyncIterable<Uint8Array>,
  take: (member: TarMember) => Promise<void> | undefined,
): Promise<void> {
  const bytes = new Bytes(tar);
  try {
    const common = nothingSaid();
    let own: Extension | undefined;
    for (;;) {
      const extension = own === undefined ? common : merged(common, own);
      const block = bytes.now(BLOCK) ?? (await blockOf(bytes));
      if (isBlank(block)) break;
      const header = parseHeader(block, bytes.taken - BLOCK, said(extension, 'path'));
      if (header.kind === 'member') {
        own = undefined;
        const map = header.isSparse ? await readOldMap(block, () => blockOf(bytes)) : undefined;
        const facts = factsOf(header, extension);
        const end = bytes.taken + wholeBlocks(facts.size);
        const isPaxSparse = extension.sparse.length > 0 && facts.type === 'file';
        const sparse =
          map ??
          (isPaxSparse ? await readPaxMap(extension.sparse, () => blockOf(bytes)) : undefined);
        let member: TarMember;
        if (sparse !== undefined) member = withHoles(facts, sparse, { bytes, end });
        else if (facts.size > SMALL) member = withContent(facts, contentOf(facts.size, bytes));
        else member = withContent(facts, bytes.now(facts.size) ?? (await bodyOf(facts, bytes)));
        const taken = take(member);
        if (taken !== undefined) await taken;
        if (!bytes.pass(end - bytes.taken)) await skip(end - bytes.taken, bytes);
      } else {
        own ??= nothingSaid();
        readExtension(header.kind, await bodyOf(header, bytes), header.forAll ? common : own);
      }
    }
    await mustBeEnd(bytes);
    while ((await bytes.some(Infinity)) !== undefined);
  } finally {
    await bytes.close();
  }
}

/** One block is the rest of the end, or none. */
async function mustBeEnd(bytes: Bytes): Promise<void> {
  if (!isBlank(await bytes.upTo(BLOCK))) throw new TarFault('it goes on after its end');
}

async function blockOf(bytes: Bytes): Promise<Buffer> {
  const block = await bytes.upTo(BLOCK);
  if (block.length < BLOCK) throw endsTooEarly();
  return block;
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

function nothingSaid(): Extension {
  return { said: new Map(), sparse: [] };
}

function merged(common: Extension, own: Extension): Extension {
  return {
    said: new Map([...common.said, ...own.said]),
    sparse: own.sparse.length > 0 ? own.sparse : common.sparse,
  };
}

function readExtension(kind: 'pax' | 'path' | 'linkpath', body: Buffer, into: Extension): void {
  if (kind !== 'pax') {
    into.said.set(kind, body.toString('utf8').replace(/\0[^]*/, ''));
    return;
  }
  const records = parsePax(body);
  for (const [key, value] of records) {
    if (key === 'path' || key === 'linkpath' || key === 'size' || key === 'mtime') {
      into.said.set(key, value);
    }
  }
  const sparse = records.filter(([key]) => key.startsWith(SPARSE));
  // All of a map stands in one header, so that no more than that is kept.
  if (sparse.length > 0) {
    into.sparse = sparse.map(([key, value]) => [key.slice(SPARSE.length), value]);
  }
}

/** What the headers of a member say of it; `size` is what the tar has of its content. */
type Facts = Omit<TarMember, 'content'>;

function factsOf(header: Extract<TarHeader, { kind: 'member' }>, extension: Extension): Facts {
  const { type, path, mode } = header;
  const isLink = type === 'symlink' || type === 'hardlink';
  return {
    path,
    type,
    target: isLink ? (said(extension, 'linkpath') ?? header.linkpath) : undefined,
    mode,
    mtime: numberOf(said(extension, 'mtime'), /^-?\d{1,12}(\.\d+)?$/, 'time') ?? header.mtime,
    // Nothing but a file has content, whatever size old tars wrote for links and folders.
    size:
      type === 'file'
        ? (numberOf(said(extension, 'size'), /^\d{1,15}$/, 'size') ?? header.size)
        : 0,
  };
}

/** Every field by itself: copying an object of which only some is known takes ten times as long. */
function withContent(
  { path, type, target, mode, mtime, size }: Facts,
  content: TarMember['content'],
): TarMember {
  return { path, type, target, mode, mtime, size, content };
}

/** @param tar `end`: where what the tar has of the content ends */
function withHoles(
  facts: Facts,
  sparse: Sparse,
  { bytes, end }: { readonly bytes: Bytes; readonly end: number },
): TarMember {
  if (storedBytes(sparse) > end - bytes.taken) throw brokenMap();
  const content = wholeContent(sparse, (length) => contentOf(length, bytes));
  return { ...facts, path: sparse.name ?? facts.path, size: sparse.size, content };
}

/** An empty value takes back what another said. */
function said({ said: values }: Extension, key: Key): string | undefined {
  const value = values.get(key);
  return value === '' ? undefined : value;
}

function numberOf(text: string | undefined, form: RegExp, what: string): number | undefined {
  if (text === undefined) return undefined;
  if (!form.test(text)) throw new TarFault(`a pax header in it has a ${what} that is no number`);
  return Number(text);
}
