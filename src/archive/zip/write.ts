import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import nodePath from 'node:path';
import { ReadableStream, WritableStream } from 'node:stream/web';
import { ZipWriter } from '@zip.js/zip.js/lib/zip-core-writer.js';
import { hostPath, type HostPath } from '../../path.js';
import { replaceFile } from '../../files/index.js';
import { withBody, type Body, type Workshop } from './body.js';
import { unwritable } from './fault.js';
import type { ZipContent, ZipMember } from './member.js';
import { findUnwritable, inOrder } from './order.js';
import { ContentFault } from './source.js';

/** What came out of writing a zip; digests in lower-case hex. */
interface WrittenZip {
  /** Bytes of the file. */
  readonly size: number;
  readonly sha256: string;
  readonly md5: string;
}

/** 1980-01-01 00:00:00, the first time that a zip can say, in the form of APPNOTE.TXT, 4.4.6. */
const EPOCH = 0x0021_0000;

/** Unix, and version 2.0 of the format (APPNOTE.TXT, 4.4.2). */
const MADE_BY = (3 << 8) | 20;

/** What keeps all that differs by machine out of a member: times with a zone, threads, guesses. */
const SAME_EVERYWHERE = {
  rawLastModDate: EPOCH,
  lastModDate: new Date('1980-06-01T00:00:00Z'),
  extendedTimestamp: false,
  useWebWorkers: false,
  passThrough: true,
  versionMadeBy: MADE_BY,
} as const;

/** Permission bits of what has none of its own. */
const MODES = { folder: 0o40755, link: 0o120777 } as const;

const FILE = 0o100000;

/**
 * Writes a zip, whole or not at all. The same members give the same bytes, in whatever order, whoever
 * writes them, when and wherever: sorted by path, of one time, without owners. Archives are stored,
 * all else is deflated. Large contents are streamed.
 * @throws BuilderError BUILDPACK_INVALID for what can't be unpacked again (a path or link that leaves
 * the tree, one that comes twice) or not be read; DISK_FULL, NOT_WRITABLE; the signal's reason
 */
export async function writeZip(
  target: HostPath,
  members: readonly ZipMember[],
  options: { readonly signal?: AbortSignal } = {},
): Promise<WrittenZip> {
  const fault = await findUnwritable(members, options.signal);
  if (fault !== undefined) throw unwritable(target, fault.member, fault.reason);
  return await replaceFile(target, async ({ handle }) => {
    const output = new Output(handle, options.signal);
    const zip = new ZipWriter<undefined>(output.stream, { keepOrder: true });
    const folder = hostPath(nodePath.dirname(target));
    const workshop = { folder, spare: [], signal: options.signal };
    for (const member of inOrder(members)) {
      await add(zip, member, workshop).catch((error: unknown) => {
        throw error instanceof ContentFault
          ? unwritable(target, member.path, error.message)
          : error;
      });
    }
    await zip.close();
    return await output.finish();
  });
}

async function add(
  zip: ZipWriter<undefined>,
  member: ZipMember,
  workshop: Workshop,
): Promise<void> {
  if (member.kind === 'folder') {
    const options = { ...SAME_EVERYWHERE, directory: true, unixMode: MODES.folder };
    await zip.add(`${member.path}/`, undefined, options);
    return;
  }
  const content: ZipContent =
    member.kind === 'link' ? { bytes: Buffer.from(member.target) } : member.content;
  const unixMode = member.kind === 'link' ? MODES.link : FILE | (member.mode & 0o7777);
  await withBody(content, workshop, async (body) => {
    let fault: unknown;
    const pieces = noting(body, (error) => (fault = error));
    try {
      const readable: ReadableStream<Uint8Array> = ReadableStream.from(pieces);
      await zip.add(
        member.path,
        { readable, size: body.packedSize },
        {
          ...SAME_EVERYWHERE,
          unixMode,
          compressionMethod: body.method,
          crc32: body.crc32,
          uncompressedSize: body.size,
        },
      );
    } catch (error) {
      throw fault ?? error;
    }
  });
}

/** Passes the pieces of a body on, and notes what they fail with: on its way through streams an error may be wrapped. */
async function* noting(body: Body, note: (error: unknown) => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body.pieces;
  } catch (error) {
    note(error);
    throw error;
  }
}

/** Small pieces are gathered until they are so many bytes: a member comes in several. */
const GATHER = 256 * 1024;

/** The file of the zip: it is written in order, and its digests are known at the end. */
class Output {
  readonly #file: FileHandle;
  readonly #md5 = createHash('md5');
  readonly #sha256 = createHash('sha256');
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #size = 0;
  readonly stream: WritableStream<Uint8Array>;

  constructor(file: FileHandle, signal?: AbortSignal) {
    this.#file = file;
    this.stream = new WritableStream<Uint8Array>({
      write: async (piece) => {
        signal?.throwIfAborted();
        this.#md5.update(piece);
        this.#sha256.update(piece);
        this.#size += piece.length;
        this.#gathered.push(piece);
        this.#gatheredBytes += piece.length;
        if (this.#gatheredBytes >= GATHER) await this.#flush();
      },
    });
  }

  async finish(): Promise<WrittenZip> {
    await this.#flush();
    return {
      size: this.#size,
      sha256: this.#sha256.digest('hex'),
      md5: this.#md5.digest('hex'),
    };
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#gathered);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    await this.#file.writeFile(bytes);
  }
}
