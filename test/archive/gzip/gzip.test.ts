import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { gzip } from '../../../src/archive/gzip/gzip.js';

const BLOCK = 512 * 1024;

/** Packs bytes, handed over in pieces of this size. */
async function packed(bytes: Uint8Array, piece = bytes.length, threads = 2): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += piece) {
    pieces.push(bytes.subarray(start, start + piece));
  }
  const parts: Uint8Array[] = [];
  for await (const part of gzip(Readable.from(pieces), threads)) parts.push(part);
  return Buffer.concat(parts);
}

/** Bytes that look random and are the same everywhere. */
function noise(length: number, seed = 'seed'): Buffer {
  const parts: Buffer[] = [];
  for (let index = 0; parts.length * 64 < length; index += 1) {
    parts.push(createHash('sha512').update(`${seed} ${index}`).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** Text with words that come again at all kinds of distances. */
function prose(length: number): Buffer {
  const dice = noise(Math.ceil(length / 2));
  let text = '';
  for (let index = 0; text.length < length; index += 2) {
    const word = ((dice[index] ?? 0) << 8) | (dice[index + 1] ?? 0);
    text += `${(word % 4099).toString(36)} `;
  }
  return Buffer.from(text.slice(0, length));
}

const INPUTS = {
  nothing: Buffer.alloc(0),
  'one byte': Buffer.from('x'),
  'three equal bytes': Buffer.from('aaa'),
  'zeros over several blocks': Buffer.alloc(3 * BLOCK + 5),
  'exactly one block': prose(BLOCK),
  'one byte more than a block': prose(BLOCK + 1),
  'noise over several blocks': noise(2 * BLOCK + 77),
  'text over several blocks': prose(2 * BLOCK + 12_345),
  'text, noise and zeros in turn': Buffer.concat([
    prose(300_000),
    noise(300_000),
    Buffer.alloc(300_000),
    prose(100_000),
  ]),
  'a repetition right at the reach of a match': Buffer.concat([
    noise(32 * 1024),
    noise(32 * 1024),
    noise(32 * 1024 + 1, 'other'),
    noise(32 * 1024 + 1, 'other'),
  ]),
};

for (const [name, bytes] of Object.entries(INPUTS)) {
  test(`${name}: zlib, gzip and python get back what was packed`, async (t) => {
    const tarball = await packed(bytes);
    t.true(gunzipSync(tarball).equals(bytes));
    for (const [program, ...args] of [
      ['gzip', '-dc'],
      [
        'python3',
        '-c',
        'import gzip, sys; sys.stdout.buffer.write(gzip.decompress(sys.stdin.buffer.read()))',
      ],
    ] as const) {
      t.true((await filter(program, args, tarball)).equals(bytes), program);
    }
  });
}

test('bytes of every kind come back', async (t) => {
  const few = fc.uint8Array({ maxLength: 3000, max: 3 });
  const many = fc.uint8Array({ maxLength: 3000 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(few, many), { maxLength: 12 }), async (parts) => {
      const bytes = Buffer.concat([...parts, ...parts]);
      return gunzipSync(await packed(bytes)).equals(bytes);
    }),
    { numRuns: 25, endOnFailure: true },
  );
  t.pass();
});

test('the bytes depend neither on the pieces of the input nor on the number of threads', async (t) => {
  const bytes = INPUTS['text, noise and zeros in turn'];
  const whole = await packed(bytes);
  t.true(whole.equals(await packed(bytes, 7001)));
  t.true(whole.equals(await packed(bytes, 262_144, 1)));
  t.true(whole.equals(await packed(bytes, BLOCK, 4)));
});

test('the header has no name, no time and no system', async (t) => {
  t.is((await packed(prose(100))).subarray(0, 10).toString('hex'), '1f8b08000000000000ff');
});

test('what does not compress grows by less than a thousandth', async (t) => {
  const bytes = noise(4 * BLOCK);
  t.true((await packed(bytes)).length < bytes.length * 1.001);
});

test('text is packed about as small as by gzip', async (t) => {
  const bytes = prose(2 * BLOCK);
  const gnu = await filter('gzip', ['-n'], bytes);
  t.true((await packed(bytes)).length < gnu.length * 1.02);
});

test('the compressed bytes are the ones that artifacts have always had', async (t) => {
  const tarball = await packed(INPUTS['text, noise and zeros in turn']);
  t.is(
    createHash('sha256').update(tarball).digest('hex'),
    'd3133c2e6247c1e4dddd2a7ced045b90e21432bb127c09ff7db976cfef14beb7',
  );
});

test('an input that fails ends the threads and is told', async (t) => {
  async function* failing() {
    for (let count = 0; count < 5; count += 1) yield Buffer.alloc(BLOCK);
    await Promise.reject(new Error('no more'));
  }
  await t.throwsAsync(
    async () => {
      for await (const part of gzip(failing())) t.true(part.length > 0);
    },
    { message: 'no more' },
  );
});

/** What a program makes of its standard input. */
function filter(program: string, args: readonly string[], input: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { encoding: 'buffer', maxBuffer: 2 ** 27 } as const;
    const child = execFile(program, args, options, (error, stdout) => {
      if (error) reject(new Error(`${program} failed`, { cause: error }));
      else resolve(stdout);
    });
    child.stdin?.end(input);
  });
}
