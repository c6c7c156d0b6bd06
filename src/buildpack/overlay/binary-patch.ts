import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { MOST_TEXT } from './draft.js';

/** A change of a file's bytes, as `git diff --binary` writes it. */
export interface BinaryPatch {
  /** The names of the contents before and after, or how they begin; zeros for no file. */
  readonly before: string;
  readonly after: string;
  /** What makes the content after of that before. */
  readonly kind: 'literal' | 'delta';
  /** Bytes that `data` has once it is inflated. */
  readonly size: number;
  readonly data: Buffer;
}

/** What came of a binary patch. */
type BinaryResult =
  | { readonly kind: 'changed'; readonly bytes: Buffer }
  /** It was applied already. */
  | { readonly kind: 'same' }
  | { readonly kind: 'mismatch' }
  /** The patch doesn't give what it says. */
  | { readonly kind: 'damaged' };

const INDEX = /^index ([0-9a-f]{7,64})\.\.([0-9a-f]{7,64})/m;
const HUNK = /^GIT binary patch\n(literal|delta) (\d{1,10})\n((?:[A-Za-z][^\n]+\n)*)/m;

/** The alphabet of git's base 85 (base85.c). */
const ALPHABET =
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';

/**
 * Reads the binary part of a patch of git's for one file.
 * @returns undefined when it has none; `damaged` when it can't be read
 */
export function readBinaryPatch(part: string): BinaryPatch | 'damaged' | undefined {
  if (!/^GIT binary patch$/m.test(part)) return undefined;
  const [, before, after] = INDEX.exec(part) ?? [];
  const [, kind, size, lines] = HUNK.exec(part) ?? [];
  const data = lines === undefined ? undefined : decode(lines.split('\n').slice(0, -1));
  if (before === undefined || after === undefined || data === undefined) return 'damaged';
  return {
    before,
    after,
    kind: kind === 'delta' ? 'delta' : 'literal',
    size: Number(size),
    data,
  };
}

/**
 * Applies a binary patch to a content that its name says it is for.
 * @param bytes undefined when there is no file
 */
export function applyBinaryPatch(bytes: Buffer | undefined, patch: BinaryPatch): BinaryResult {
  if (isNamed(bytes, patch.after)) return { kind: 'same' };
  if (!isNamed(bytes, patch.before)) return { kind: 'mismatch' };
  const changed = contentAfter(bytes ?? Buffer.alloc(0), patch);
  const isRight =
    changed !== undefined && (isNothing(patch.after) || isNamed(changed, patch.after));
  return isRight ? { kind: 'changed', bytes: changed } : { kind: 'damaged' };
}

/** Whether a name stands for no file. */
function isNothing(name: string): boolean {
  return /^0+$/.test(name);
}

/** Whether git calls a content so (gitglossary, "blob object"); names of 64 digits are sha256. */
function isNamed(bytes: Buffer | undefined, name: string): boolean {
  if (bytes === undefined || isNothing(name)) return bytes === undefined && isNothing(name);
  const hash = createHash(name.length > 40 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex').startsWith(name);
}

function contentAfter(bytes: Buffer, { kind, size, data }: BinaryPatch): Buffer | undefined {
  let inflated: Buffer;
  try {
    inflated = inflateSync(data, { maxOutputLength: MOST_TEXT });
  } catch {
    return undefined;
  }
  if (inflated.length !== size) return undefined;
  return kind === 'literal' ? inflated : applyDelta(bytes, inflated);
}

/** Each line begins with how many bytes it has: A to Z for 1 to 26, a to z for 27 to 52. */
function decode(lines: readonly string[]): Buffer | undefined {
  const parts: Buffer[] = [];
  for (const line of lines) {
    const first = line.charCodeAt(0);
    const length = first >= 0x61 ? first - 0x61 + 27 : first - 0x41 + 1;
    const digits = Array.from(line.slice(1), (digit) => ALPHABET.indexOf(digit));
    if (digits.includes(-1) || digits.length !== Math.ceil(length / 4) * 5) return undefined;
    const bytes = Buffer.alloc((digits.length / 5) * 4);
    for (let group = 0; group < digits.length / 5; group += 1) {
      const value = digits
        .slice(group * 5, group * 5 + 5)
        .reduce((sum, digit) => sum * 85 + digit, 0);
      if (value > 0xffff_ffff) return undefined;
      bytes.writeUInt32BE(value, group * 4);
    }
    parts.push(bytes.subarray(0, length));
  }
  return Buffer.concat(parts);
}

/** Applies a delta of git's (gitformat-pack, "Deltified representation"); undefined when it doesn't fit. */
function applyDelta(base: Buffer, delta: Buffer): Buffer | undefined {
  let at = 0;
  const next = () => delta[at++] ?? 0;
  const sizeOf = () => {
    let size = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = next();
      size += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return size;
  };
  /** A number of which only the bytes are there that are not zero. */
  const numberOf = (bits: number, bytes: number) => {
    let value = 0;
    for (let index = 0; index < bytes; index += 1) {
      if ((bits & (1 << index)) !== 0) value += next() * 2 ** (8 * index);
    }
    return value;
  };
  if (sizeOf() !== base.length) return undefined;
  const size = sizeOf();
  const parts: Buffer[] = [];
  let made = 0;
  while (at < delta.length && made <= size) {
    const command = next();
    if (command === 0) return undefined;
    let part: Buffer;
    if (command >= 0x80) {
      const offset = numberOf(command, 4);
      const length = numberOf(command >> 4, 3) || 0x1_0000;
      part = base.subarray(offset, offset + length);
      if (part.length !== length) return undefined;
    } else {
      part = delta.subarray(at, at + command);
      at += command;
    }
    made += part.length;
    parts.push(part);
  }
  return made === size && size <= MOST_TEXT ? Buffer.concat(parts) : undefined;
}
