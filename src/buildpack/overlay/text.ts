import { contentOf } from '../../tree/index.js';

/** A file's text, and how it becomes bytes again. */
export interface FileText {
  /** With `\n` where every line ends in `\r\n`. */
  readonly text: string;
  /** With its own line ends, to be shown. */
  readonly whole: string;
  /** The bytes of a changed text, written as the file is. */
  encode(text: string): Buffer;
}

/**
 * Reads a file as text, so that what isn't changed keeps every byte: as UTF-8, or as Latin-1 if it is
 * something else.
 * @returns undefined when it is no text
 */
export function readText(bytes: Buffer): FileText | undefined {
  if (contentOf(bytes) === 'binary' || bytes.includes(0)) return undefined;
  const { text, encoding } = decode(bytes);
  const windows = text.includes('\r\n') && !/(?<!\r)\n/.test(text);
  return {
    whole: text,
    text: windows ? text.replaceAll('\r\n', '\n') : text,
    encode: (changed) =>
      Buffer.from(windows ? changed.replaceAll('\n', '\r\n') : changed, encoding),
  };
}

function decode(bytes: Buffer): { text: string; encoding: 'utf8' | 'latin1' } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, encoding: 'utf8' };
  } catch {
    return { text: bytes.toString('latin1'), encoding: 'latin1' };
  }
}
