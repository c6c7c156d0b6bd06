import { TarFault } from './fault.js';

/** The records of a pax header (POSIX.1-2001) in their order: of several with one key the last one counts. */
type PaxRecords = readonly (readonly [key: string, value: string])[];

const BLANK = 0x20;
const NEWLINE = 0x0a;

/**
 * Reads records of the form `LENGTH KEY=VALUE\n`, where LENGTH counts the bytes of the whole record:
 * a value may hold line breaks.
 * @throws TarFault
 */
export function parsePax(body: Buffer): PaxRecords {
  const records: [string, string][] = [];
  for (let start = 0; start < body.length && body[start] !== 0;) {
    const blank = body.indexOf(BLANK, start);
    const digits = blank === -1 ? '' : body.toString('latin1', start, blank);
    const end = start + (/^\d{1,9}$/.test(digits) ? Number(digits) : 0);
    const equals = body.indexOf('=', blank);
    if (end > body.length || equals === -1 || equals >= end || body[end - 1] !== NEWLINE) {
      throw new TarFault('a pax header in it is broken');
    }
    records.push([
      body.toString('utf8', blank + 1, equals),
      body.toString('utf8', equals + 1, end - 1),
    ]);
    start = end;
  }
  return records;
}
