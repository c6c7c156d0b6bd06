import { open, rm } from 'node:fs/promises';
import nodePath from 'node:path';
import { WritableStream } from 'node:stream/web';
import type { Entry } from '@zip.js/zip.js';
import { ZipWriter } from '@zip.js/zip.js/lib/zip-core-writer.js';
import { hostPath, type HostPath } from '../../../path.js';
import { withBody, type Workshop } from '../../../archive/zip/index.js';
import type { Draft, DraftFile } from '../draft.js';
import { pathOf, type OpenZip } from './zip-base.js';

/** 1980-01-01 00:00:00, in the form of APPNOTE.TXT, 4.4.6. */
const EPOCH = 0x0021_0000;

/** A regular file, in the mode that zips of unix have. */
const FILE = 0o100000;

/**
 * Writes an edited zip. Members that weren't edited are copied as they stand, packed, with their time,
 * mode and place; edited ones keep mode and place, new ones come last. What stands before the first
 * member and the comment stay. The same edits of the same zip give the same bytes.
 *
 * An edited member's time is 1980-01-01: Python takes what was compiled from the old text, and lies
 * beside it in the zip, only as long as the times agree.
 * @param target a path at which there is nothing
 */
export async function writeEdited(zip: OpenZip, draft: Draft, target: HostPath): Promise<void> {
  const file = await open(target, 'wx');
  try {
    const output = new WritableStream<Uint8Array>({
      write: async (piece) => {
        await file.writeFile(piece);
      },
    });
    await file.writeFile(zip.prefix);
    const writer = new ZipWriter<undefined>(output, {
      keepOrder: true,
      useWebWorkers: false,
      offset: zip.prefix.length,
    });
    const folder = hostPath(nodePath.dirname(target));
    const packing: Packing = { writer, workshop: { folder, spare: [], signal: undefined } };
    const coming = new Map(draft.files());
    for (const entry of zip.entries) {
      const path = pathOf(entry);
      const edited = coming.get(path);
      if (edited !== undefined) {
        await add(packing, path, edited, entry);
        coming.delete(path);
      } else if (!draft.isTouched(path)) await copy(writer, entry);
    }
    for (const [path, added] of [...coming].sort(([a], [b]) => (a < b ? -1 : 1))) {
      await add(packing, path, added);
    }
    await writer.close(zip.comment);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function copy(writer: ZipWriter<undefined>, entry: Entry): Promise<void> {
  // Made up from the time of a member that has none, it would depend on the zone of the machine.
  const extendedTimestamp = entry.extraFieldExtendedTimestamp !== undefined;
  const options = { entry, extendedTimestamp, passThrough: true } as const;
  if (entry.directory) {
    await writer.add(entry.filename, undefined, options);
    return;
  }
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  await Promise.all([
    entry.getData(writable, { passThrough: true }),
    writer.add(entry.filename, { readable, size: entry.compressedSize }, options),
  ]);
}

/** The zip that is written, and where members are packed. */
interface Packing {
  readonly writer: ZipWriter<undefined>;
  readonly workshop: Workshop;
}

/** @param entry the member in whose place it comes */
async function add(
  { writer, workshop }: Packing,
  path: string,
  { mode, content }: DraftFile,
  entry?: Entry,
): Promise<void> {
  const plain = 'unpack' in content ? { bytes: await content.unpack() } : content;
  await withBody(plain, workshop, async (body) => {
    const readable: ReadableStream<Uint8Array> = ReadableStream.from(body.pieces);
    await writer.add(
      path,
      { readable, size: body.packedSize },
      {
        ...(entry === undefined ? {} : { comment: entry.comment }),
        rawLastModDate: EPOCH,
        lastModDate: new Date('1980-06-01T00:00:00Z'),
        extendedTimestamp: false,
        passThrough: true,
        unixMode: FILE | mode,
        compressionMethod: body.method,
        crc32: body.crc32,
        uncompressedSize: body.size,
      },
    );
  });
}
