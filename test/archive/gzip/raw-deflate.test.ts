import { Readable } from 'node:stream';
import { inflateRawSync } from 'node:zlib';
import test from 'ava';
import { rawDeflate, type Spare } from '../../../src/archive/gzip/index.js';

async function deflated(text: string, spare?: Spare): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const source = Readable.from([Buffer.from(text)]);
  for await (const part of rawDeflate(source, { ...(spare && { spare }) })) parts.push(part);
  return Buffer.concat(parts);
}

test('streams that share memory, one after the other, get the bytes that they get alone', async (t) => {
  const spare: Spare = [];
  for (const text of [
    'long '.repeat(50_000),
    'short',
    '',
    'long '.repeat(300_000),
    'short again',
  ]) {
    const bytes = await deflated(text, spare);
    t.is(inflateRawSync(bytes).toString(), text);
    t.true(bytes.equals(await deflated(text)));
  }
  t.true(spare.length > 0);
});
