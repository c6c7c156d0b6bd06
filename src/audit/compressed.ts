import { formatOf, headOf, tarOf } from '../archive/index.js';
import { readZip } from '../archive/zip/index.js';
import { BuilderError, systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';
import { printable } from '../text/index.js';

/** What of one file is looked at, once it is decompressed: a manual takes some kilobytes, a large jar some megabytes. */
const MOST_BYTES = 1024 ** 3;

/** Something that is compressed in a file. */
interface Compressed {
  /** Where it is, as what follows an offset in it: ` of lib/x.py in it`. */
  readonly where: string;
  /** Bytes, as far as that is known. */
  readonly size: number;
  /** Ends without an error at what can't be decompressed. */
  readonly pieces: AsyncGenerator<Buffer, void, undefined>;
}

/**
 * The content of a gzip file, and those of the members of a zip, whatever their names: a jar and a wheel
 * are zips. What only begins like one gives what can be got out of it: its bytes are a file's like any others.
 */
export async function* compressedIn(
  file: HostPath,
  signal?: AbortSignal,
): AsyncGenerator<Compressed> {
  const format = formatOf(await headOf(file));
  if (format.kind === 'gzip') {
    const pieces = untilDamaged(async function* () {
      for await (const piece of await tarOf(file, 'gzip', signal)) {
        if (Buffer.isBuffer(piece)) yield piece;
      }
    }, signal);
    yield { where: ' of what is compressed in it', size: Infinity, pieces };
  }
  if (format.kind !== 'other' || format.what !== 'zip') return;
  const members = untilDamaged(
    () => readZip(file, { limits: { bytes: MOST_BYTES }, signal }),
    signal,
  );
  for await (const member of members) {
    if (member.kind !== 'file') continue;
    const pieces = untilDamaged(async function* () {
      for await (const piece of await member.open()) if (Buffer.isBuffer(piece)) yield piece;
    }, signal);
    yield { where: ` of ${printable(member.path)} in it`, size: member.size, pieces };
  }
}

/** What can be had of a sequence that may end with what is wrong with the file, or without any end. */
async function* untilDamaged<Item>(
  start: () => AsyncIterable<Item>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item, void, undefined> {
  let bytes = 0;
  try {
    for await (const item of start()) {
      yield item;
      bytes += Buffer.isBuffer(item) ? item.length : 0;
      if (bytes > MOST_BYTES) return;
    }
  } catch (error) {
    signal?.throwIfAborted();
    const isDamage = error instanceof BuilderError || systemErrorCode(error)?.startsWith('Z_');
    if (isDamage !== true) throw error;
  }
}
