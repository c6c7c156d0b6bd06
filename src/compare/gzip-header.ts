import type { Listed } from './listing.js';
import { timeText } from './time.js';

/** How much of a gzip file's beginning {@link parseGzipHeader} wants; of longer headers it tells no more. */
export const GZIP_HEADER_BYTES = 128 * 1024;

/** The header of a gzip file. */
interface GzipHeader {
  /** Bytes that it takes. */
  size: number;
  fields: Listed['fields'];
}

/** RFC 1952, 2.3.1: OS. */
const SYSTEMS: Readonly<Record<number, string>> = {
  0: 'FAT',
  3: 'Unix',
  7: 'Macintosh',
  11: 'NTFS',
  255: 'unknown',
};

/** RFC 1952, 2.3.1: XFL, for deflate. */
const EFFORTS: Readonly<Record<number, string>> = { 0: 'none', 2: 'smallest', 4: 'fastest' };

const FLAG = { headerChecksum: 2, extra: 4, name: 8, comment: 16 } as const;

/**
 * Reads the header of a gzip file (RFC 1952). Pure.
 * @throws Error when it isn't one
 */
export function parseGzipHeader(head: Buffer): GzipHeader {
  if (head.length < 10 || head.readUInt16BE(0) !== 0x1f8b || head[2] !== 8) {
    throw new Error('it has no gzip header');
  }
  const [flags = 0, effort = 0, system = 0] = [head[3], head[8], head[9]];
  const seconds = head.readUInt32LE(4);
  let position = 10;
  const take = (bytes: number) => {
    const part = head.subarray(position, position + bytes);
    position += part.length;
    return part;
  };
  const takeText = () => {
    const end = head.indexOf(0, position);
    const text = take(end === -1 ? Infinity : end - position).toString('latin1');
    take(1);
    return text;
  };
  const has = (flag: keyof typeof FLAG) => (flags & FLAG[flag]) !== 0;
  const extra = has('extra')
    ? take((take(1)[0] ?? 0) + 256 * (take(1)[0] ?? 0)).toString('hex')
    : undefined;
  const name = has('name') ? takeText() : undefined;
  const comment = has('comment') ? takeText() : undefined;
  const checksum = has('headerChecksum') ? take(2).toString('hex') : undefined;
  return {
    size: position,
    fields: {
      time: seconds === 0 ? undefined : timeText(new Date(seconds * 1000)),
      name,
      comment,
      effort: EFFORTS[effort] ?? `${effort}`,
      system: SYSTEMS[system] ?? `${system}`,
      extra,
      'header checksum': checksum,
    },
  };
}
