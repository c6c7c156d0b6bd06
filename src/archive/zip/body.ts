import { rawDeflate, type Spare } from '../gzip/index.js';
import type { HostPath } from '../../path.js';
import { formatOf } from '../index.js';
import { ContentFault, withSource, type Source } from './source.js';
import type { ZipContent } from './member.js';
import { METHODS } from './methods.js';
import { Spool } from './spool.js';
import { Sum } from './sum.js';

/** The bytes of one member as they stand in a zip, and what its headers say of them. */
export interface Body {
  readonly method: 0 | 8;
  readonly crc32: number;
  /** Bytes of the content. */
  readonly size: number;
  /** Bytes in the zip. */
  readonly packedSize: number;
  /** To be read once. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** What preparing contents takes, for all of one zip. */
export interface Workshop {
  /** Where what doesn't fit into memory is kept meanwhile, without a name. */
  readonly folder: HostPath;
  readonly spare: Spare;
  /** Ends the reading; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * Prepares the content of a file for a zip: what is an archive already is stored, all else deflated
 * if that makes it smaller. The bytes depend on the content alone. Memory doesn't grow with it.
 * @param use gets the body; what it needs is gone afterwards
 * @throws ContentFault, errors of the system for the workshop's folder
 */
export async function withBody<T>(
  content: ZipContent,
  workshop: Workshop,
  use: (body: Body) => Promise<T>,
): Promise<T> {
  const { folder, spare, signal } = workshop;
  const read = async (source: Source) => {
    if (isPacked(await source.head())) return await use(await stored(source));
    const spool = new Spool(folder);
    try {
      const sum = new Sum();
      for await (const piece of rawDeflate(sum.of(source.pieces()), { spare })) {
        await spool.add(piece);
      }
      if (spool.size >= sum.size) return await use(await stored(source));
      return await use({
        method: METHODS.deflated,
        crc32: sum.crc32,
        size: sum.size,
        packedSize: spool.size,
        pieces: spool.pieces(),
      });
    } finally {
      await spool.close();
    }
  };
  return await withSource(content, read, signal);
}

/** Whether a file is an archive that is compressed already. */
function isPacked(head: Uint8Array): boolean {
  const format = formatOf(head);
  return format.kind === 'other' ? format.what === 'zip' : format.kind !== 'tar';
}

async function stored(source: Source): Promise<Body> {
  const sum = new Sum();
  await sum.all(source.pieces());
  const { crc32, size } = sum;
  return { method: METHODS.stored, crc32, size, packedSize: size, pieces: unchanged(source, sum) };
}

/** The headers of a member stand before its content, so a file that changes meanwhile spoils the zip. */
async function* unchanged(source: Source, before: Sum): AsyncGenerator<Uint8Array> {
  const sum = new Sum();
  for await (const piece of sum.of(source.pieces())) {
    if (sum.size > before.size) break;
    yield piece;
  }
  if (sum.size !== before.size || sum.crc32 !== before.crc32) {
    throw new ContentFault('it changed while it was read');
  }
}
