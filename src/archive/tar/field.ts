import { TarFault } from './fault.js';

const BLANK = 0x20;
const ZERO = 0x30;

/** The text of a field, up to its first NUL byte; what is not UTF-8 is replaced. */
export function textAt(block: Buffer, at: number, size: number): string {
  if (block[at] === 0) return '';
  const end = block.indexOf(0, at);
  return block.toString('utf8', at, end === -1 ? at + size : Math.min(end, at + size));
}

/**
 * The number of a field: octal digits, or, as GNU tar writes large and negative ones, a number to the
 * base of 256 with the highest bit set. Undefined when there is none.
 * @throws TarFault for one that is too large to be right
 */
export function numberAt(block: Buffer, at: number, size: number): number | undefined {
  const first = block[at] ?? 0;
  if (first === 0x80 || first === 0xff) return binaryAt(block, at, size);
  let index = at;
  const end = at + size;
  while (index < end && block[index] === BLANK) index += 1;
  const start = index;
  let value = 0;
  for (; index < end; index += 1) {
    const digit = (block[index] ?? 0) - ZERO;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  return index === start ? undefined : value;
}

function binaryAt(block: Buffer, at: number, size: number): number {
  let value = block[at] === 0xff ? -1 : 0;
  for (const byte of block.subarray(at + 1, at + size)) value = value * 256 + byte;
  if (!Number.isSafeInteger(value)) throw new TarFault('a number in it is too large');
  return value;
}
