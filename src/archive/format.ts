/** How an archive is compressed, or what else a file is. */
export type Format =
  | { kind: 'tar' | 'gzip' | 'xz' | 'bzip2' | 'zstd' }
  /** `looks`: what it seems to be, for a message. */
  | { kind: 'other'; looks: string };

/** How many bytes of a file {@link formatOf} wants to see: one tar header. */
export const FORMAT_BYTES = 512;

const COMPRESSED: readonly [number[], 'gzip' | 'xz' | 'bzip2' | 'zstd'][] = [
  [[0x1f, 0x8b], 'gzip'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'xz'],
  [[0x42, 0x5a, 0x68], 'bzip2'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'zstd'],
];

const OTHERS: readonly [RegExp, string][] = [
  [/^PK/, 'a zip file'],
  [/^\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body)\b/is, 'an HTML page'],
  [/^\s*<\?xml/, 'an XML file'],
  [/^version https:\/\/git-lfs/, 'a pointer of Git LFS, not the file itself'],
  [/^\x7fELF/, 'a program'],
  [/^-----BEGIN PGP SIGNATURE/, 'a GPG signature'],
  [/^#!/, 'a script'],
  [/^\s*[{[]/, 'JSON or other text'],
  [/^[\t\n\r\x20-\x7e]+$/, 'a text'],
];

/** Tells the format of a file by its first bytes; names are not to be trusted. */
export function formatOf(head: Uint8Array): Format {
  if (head.length === 0) return { kind: 'other', looks: 'an empty file' };
  for (const [magic, kind] of COMPRESSED) {
    if (magic.every((byte, index) => head[index] === byte)) return { kind };
  }
  if (isTarHeader(head)) return { kind: 'tar' };
  const text = Buffer.from(head).toString('latin1');
  const looks = OTHERS.find(([pattern]) => pattern.test(text))?.[1];
  return { kind: 'other', looks: looks ?? 'something else' };
}

/** A tar header says the sum of its own bytes, its checksum counted as blanks (POSIX ustar). */
function isTarHeader(head: Uint8Array): boolean {
  if (head.length < FORMAT_BYTES) return false;
  const field = Buffer.from(head.subarray(148, 156)).toString('latin1');
  const digits = /^ *([0-7]+)[ \0]*$/.exec(field)?.[1];
  if (digits === undefined) return false;
  const sum = head
    .subarray(0, FORMAT_BYTES)
    .reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  return sum === Number.parseInt(digits, 8);
}
