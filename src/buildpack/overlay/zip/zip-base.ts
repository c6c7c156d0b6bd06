import { openAsBlob } from 'node:fs';
import { WritableStream } from 'node:stream/web';
import { crc32, inflateRawSync } from 'node:zlib';
import type { Entry, FileEntry } from '@zip.js/zip.js';
import { BlobReader, ZipReader } from '@zip.js/zip.js/lib/zip-core-external.js';
import { BuilderError, reasonOf } from '../../../error.js';
import { METHODS, ZIP_LIMITS, type ZipContent } from '../../../archive/zip/index.js';
import { foldersOf, MOST_TEXT, notAFolder, type Base, type Found } from '../draft.js';

/** Types of files in the mode that zips of unix have. */
const TYPE = { mask: 0o170000, link: 0o120000 } as const;

/** A zip that is open to be edited. */
export interface OpenZip extends Base {
  /** Every member in the order of the zip, as its directory has it. */
  readonly entries: readonly Entry[];
  /** What stands before the first member: the `#!` line of a zip that is a program. */
  readonly prefix: Uint8Array;
  readonly comment: Uint8Array;
}

/**
 * Opens a zip.
 * @param name how messages call it
 * @throws BuilderError OVERLAY_MISMATCH when it is no zip, or none that can be written again
 */
export async function openZip(name: string, content: ZipContent): Promise<OpenZip> {
  const blob = 'file' in content ? await openAsBlob(content.file) : new Blob([content.bytes]);
  const reader = new ZipReader(new BlobReader(blob), {
    extractPrependedData: true,
    useWebWorkers: false,
  });
  const entries: Entry[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      entries.push(entry);
      if (entries.length > ZIP_LIMITS.members) throw new Error('it has too many members');
    }
  } catch (error) {
    throw new BuilderError(
      'OVERLAY_MISMATCH',
      `${name} can't be read as a zip: ${reasonOf(error)}`,
      {
        hint: "Only zips are edited; put another file in with 'add'.",
        cause: error,
      },
    );
  }
  const nameOf = (path: string) => `${name}!/${path}`;
  const byPath = new Map<string, Entry>();
  for (const entry of entries) {
    const path = pathOf(entry);
    if (byPath.has(path)) {
      throw new BuilderError('OVERLAY_MISMATCH', `${nameOf(path)} is there more than once`, {
        hint: 'Which of them counts is not said anywhere. Write the zip anew.',
      });
    }
    byPath.set(path, entry);
  }
  const isFolder = (path: string) => [...byPath.keys()].some((key) => key.startsWith(`${path}/`));
  const look = (path: string): Found => {
    const entry = byPath.get(path);
    if (entry === undefined) return { kind: isFolder(path) ? 'folder' : 'nothing' };
    if (entry.directory) return { kind: 'folder' };
    if (typeOf(entry) === TYPE.link) return { kind: 'link', target: 'another member' };
    const bits = modeOf(entry) & 0o7777;
    return {
      kind: 'file',
      mode: bits === 0 ? 0o644 : bits,
      size: entry.uncompressedSize,
      content: { unpack: () => unpack(nameOf(path), entry) },
    };
  };
  return {
    entries,
    prefix: reader.prependedData ?? new Uint8Array(),
    comment: reader.comment,
    name: nameOf,
    find: (path) => {
      for (const folder of foldersOf(path)) {
        const { kind } = look(folder);
        if (kind === 'file' || kind === 'link') throw notAFolder(nameOf(folder));
      }
      return Promise.resolve(look(path));
    },
    below: (path) =>
      Promise.resolve(
        entries
          .filter((entry) => !entry.directory)
          .map(pathOf)
          .filter((other) => other === path || other.startsWith(`${path}/`)),
      ),
  };
}

/** The path of a member, without the slash at a folder's end. */
export function pathOf({ filename }: Entry): string {
  return filename.endsWith('/') ? filename.slice(0, -1) : filename;
}

function modeOf({ externalFileAttributes }: Entry): number {
  return externalFileAttributes >>> 16;
}

function typeOf(entry: Entry): number {
  return modeOf(entry) & TYPE.mask;
}

/** A file's bytes, no more of them than somebody edits. */
async function unpack(name: string, entry: FileEntry): Promise<Buffer> {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  const packed: Uint8Array[] = [];
  try {
    if (entry.encrypted) throw new Error('it is encrypted');
    if (compressedSize > MOST_TEXT || uncompressedSize > MOST_TEXT)
      throw new Error('it is too large');
    const collect = new WritableStream<Uint8Array>({
      write: (piece) => {
        packed.push(piece);
      },
    });
    await entry.getData(collect, { passThrough: true });
    const bytes = Buffer.concat(packed);
    if (compressionMethod !== METHODS.stored && compressionMethod !== METHODS.deflated) {
      throw new Error('it is compressed in a way that is not known');
    }
    const content =
      compressionMethod === METHODS.stored
        ? bytes
        : inflateRawSync(bytes, { maxOutputLength: uncompressedSize + 1 });
    if (content.length === uncompressedSize && crc32(content) === entry.crc32) return content;
    throw new Error('it is not what the directory of the zip says');
  } catch (error) {
    throw new BuilderError('OVERLAY_MISMATCH', `${name} can't be read: ${reasonOf(error)}`, {
      hint: 'The zip is damaged, or nothing that can be edited.',
      cause: error,
    });
  }
}
