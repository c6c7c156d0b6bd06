/** What a file is, by its first bytes. */
export type Content = 'text' | 'elf' | 'archive' | 'binary';

/** How many of a file's first bytes {@link contentOf} wants, or all if there are fewer. */
export const HEAD_BYTES = 8192;

const ELF = Buffer.from('\x7fELF', 'latin1');
const ARCHIVE = Buffer.from('!<arch>\n', 'latin1');

/** Tells what a file is; whatever has a NUL byte near its beginning is not text, as git and grep see it. */
export function contentOf(head: Buffer): Content {
  if (head.subarray(0, ELF.length).equals(ELF)) return 'elf';
  if (head.subarray(0, ARCHIVE.length).equals(ARCHIVE)) return 'archive';
  return head.subarray(0, HEAD_BYTES).includes(0) ? 'binary' : 'text';
}
