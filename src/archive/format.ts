/** How an archive is compressed, or what else a file is. */
export type Format =
  | { kind: 'tar' | 'gzip' | 'xz' | 'bzip2' | 'zstd' | 'lzip' }
  /** `what` it seems to be, and that for a message. */
  | { kind: 'other'; what: Other; looks: string };

/** What else a file may be. */
export type Other = (typeof OTHERS)[number]['what'] | 'empty' | 'unknown';

/** How many bytes of a file {@link formatOf} wants to see: one tar header. */
export const FORMAT_BYTES = 512;

const COMPRESSED: readonly [number[], 'gzip' | 'xz' | 'bzip2' | 'zstd' | 'lzip'][] = [
  [[0x1f, 0x8b], 'gzip'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'xz'],
  [[0x42, 0x5a, 0x68], 'bzip2'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'zstd'],
  [[0x4c, 0x5a, 0x49, 0x50], 'lzip'],
];

const HTML = /^\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body)\b/is;

const OTHERS = [
  { what: 'zip', begins: /^PK/, looks: 'a zip file' },
  { what: 'html', begins: HTML, looks: 'an HTML page' },
  { what: 'xml', begins: /^\s*<\?xml/, looks: 'an XML file' },
  {
    what: 'pointer',
    begins: /^version https:\/\/git-lfs/,
    looks: 'a pointer of Git LFS, not the file itself',
  },
  { what: 'elf', begins: /^\x7fELF/, looks: 'a program' },
  { what: 'signature', begins: /^-----BEGIN PGP SIGNATURE/, looks: 'a GPG signature' },
  { what: 'script', begins: /^#!/, looks: 'a script' },
  { what: 'json', begins: /^\s*[{[]/, looks: 'JSON or other text' },
  { what: 'text', begins: /^[\t\n\r\x20-\x7e]+$/, looks: 'a text' },
] as const;

/** Tells the format of a file by its first bytes; names are not to be trusted. */
export function formatOf(head: Uint8Array): Format {
  if (head.length === 0) return { kind: 'other', what: 'empty', looks: 'an empty file' };
  for (const [magic, kind] of COMPRESSED) {
    if (magic.every((byte, index) => head[index] === byte)) return { kind };
  }
  if (isTarHeader(head)) return { kind: 'tar' };
  const text = Buffer.from(head).toString('latin1');
  const other = OTHERS.find(({ begins }) => begins.test(text));
  return { kind: 'other', what: other?.what ?? 'unknown', looks: other?.looks ?? 'something else' };
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
