import { gzipSync } from 'node:zlib';

/** One member of a tar made by hand, as wrong as it may be. */
export interface Forged {
  name: string | Buffer;
  /** The type's letter (POSIX ustar, GNU); a file unless given. */
  type?: string;
  link?: string | Buffer;
  mode?: number;
  content?: string | Buffer;
  /** What the header says of the content's size. */
  size?: number;
  /** Added to the right checksum. */
  checksumError?: number;
}

/** The blocks of one member. */
export function forge({
  name,
  type = '0',
  link = '',
  mode = 0o644,
  content = '',
  size = Buffer.byteLength(content),
  checksumError = 0,
}: Forged): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  Buffer.from(name).copy(header, 0, 0, 100);
  header.write(octal(mode, 7), 100, 'latin1');
  header.write(octal(0, 7), 108, 'latin1');
  header.write(octal(0, 7), 116, 'latin1');
  if (size < 8 ** 11) header.write(octal(size, 11), 124, 'latin1');
  else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(size), 128);
  }
  header.write(octal(1_000_000_000, 11), 136, 'latin1');
  header.write(' '.repeat(8), 148, 'latin1');
  header.write(type, 156, 'latin1');
  Buffer.from(link).copy(header, 157, 0, 100);
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum + checksumError, 6)}\0 `, 148, 'latin1');
  const body = Buffer.from(content);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** A pax header with these records for the member that follows. */
export function pax(records: Record<string, string | Buffer>, type = 'x'): Buffer {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')]);
    let length = rest.length + 1;
    while (String(length).length + rest.length !== length) length += 1;
    return Buffer.concat([Buffer.from(String(length)), rest]);
  });
  return forge({ name: 'PaxHeader/x', type, content: Buffer.concat(lines) });
}

export const END = Buffer.alloc(1024);

/** A whole .tgz of these members. */
export function tgz(...members: (Forged | Buffer)[]): Buffer {
  const blocks = members.map((member) => (Buffer.isBuffer(member) ? member : forge(member)));
  return gzipSync(Buffer.concat([...blocks, END]), { level: 1 });
}
