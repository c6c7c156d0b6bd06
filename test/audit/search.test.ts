import test from 'ava';
import fc from 'fast-check';

import { search, type Hit } from '../../src/audit/search.js';

const SOURCE = '/binary-builder/source';
const STAGING = '/binary-builder/staging';

/** Gives the bytes in parts of at most this size, as a pipe or a slow disk may. */
function searchIn(content: string | Buffer, needles: string[], part = Infinity): Promise<Hit[]> {
  let rest = Buffer.from(content);
  const read = (buffer: Buffer) => {
    const size = Math.min(part, rest.length, buffer.length);
    rest.copy(buffer, 0, 0, size);
    rest = rest.subarray(size);
    return Promise.resolve(size);
  };
  return search(read, rest.length, needles);
}

test('each needle is told once, with its first offset, its count and what stands around it', async (t) => {
  const text = `first\n-I${SOURCE}/Include x\n\n${STAGING} ${SOURCE}: ${SOURCE}.`;
  t.deepEqual(await searchIn(text, [SOURCE, STAGING, '/elsewhere']), [
    { needle: SOURCE, spelled: '', offset: 8, count: 3, excerpt: `-I${SOURCE}/Include x` },
    {
      needle: STAGING,
      spelled: '',
      offset: 42,
      count: 1,
      excerpt: `${STAGING} ${SOURCE}: ${SOURCE}.`,
    },
  ]);
});

test('in text a needle is found as a whole path only', async (t) => {
  for (const rest of ['-of-x', 's', '.orig', '+dfsg', '~', '2', '_x']) {
    t.deepEqual(await searchIn(`${SOURCE}${rest} ${SOURCE}${rest}`, [SOURCE]), [], rest);
  }
  for (const rest of ['', '/', '/x', '.', '. ', ':', '"', "'", '\n', '%s', '=.', ',']) {
    t.is((await searchIn(`x ${SOURCE}${rest}`, [SOURCE]))[0]?.offset, 2, rest);
  }
});

test('in a binary every needle is found, whatever follows and precedes', async (t) => {
  const [hit] = await searchIn(`\0\x16z${SOURCE}Nr`, [SOURCE]);
  t.deepEqual(hit, { needle: SOURCE, spelled: '', offset: 3, count: 1, excerpt: `z${SOURCE}Nr` });
});

test('a needle is found as JSON, sed, addresses and regular expressions have it', async (t) => {
  const spelled = async (text: string) =>
    (await searchIn(`x ${text} y`, [SOURCE])).map((hit) => [hit.spelled, hit.offset, hit.excerpt]);
  for (const [text, how] of [
    [String.raw`\/binary-builder\/source\/x`, String.raw`with \/ for each slash`],
    ['%2Fbinary-builder%2Fsource%2Fx', 'with %2F for each slash'],
    ['%2fbinary-builder%2fsource', 'with %2f for each slash'],
    [String.raw`/binary\-builder/source`, 'quoted for a regular expression'],
    [String.raw`\/binary\-builder\/source\b`, 'quoted for a regular expression'],
  ] as const) {
    t.deepEqual(await spelled(text), [[how, 2, `x ${text} y`]]);
  }
  t.deepEqual(await spelled(String.raw`\/binary-builder\/source-of-x`), []);
});

test('a needle is found in UTF-16 of either order, wherever it is and however it arrives', async (t) => {
  const text = `${'x'.repeat(300)} ${SOURCE}/lib\n`;
  for (const part of [1, 7, Infinity]) {
    const little = Buffer.from(text, 'utf16le');
    const [hit, ...others] = await searchIn(little, [STAGING, SOURCE], part);
    t.deepEqual(others, []);
    const excerpt = `${'x'.repeat(23)} ${SOURCE}/lib`;
    t.deepEqual(hit, { needle: SOURCE, spelled: 'in UTF-16', offset: 602, count: 1, excerpt });
    const [big] = await searchIn(Buffer.from(little).swap16(), [SOURCE], part);
    t.deepEqual([big?.spelled, big?.offset, big?.count], ['in UTF-16', 603, 1]);
  }
});

test('the excerpt of a long line is cut', async (t) => {
  const [hit] = await searchIn(`${'a'.repeat(500)}${SOURCE}/${'b'.repeat(500)}`, [SOURCE]);
  t.is(hit?.excerpt, `${'a'.repeat(48)}${SOURCE}/${'b'.repeat(79)}`);
});

test('a needle across the border of two chunks is found, wherever the border is', async (t) => {
  const chunk = 256 * 1024;
  for (let start = chunk - 60; start < chunk + 320; start += 1) {
    const content = `${'.'.repeat(start - 1)} ${SOURCE}${' '.repeat(chunk)}`;
    const [hit] = await searchIn(content, [SOURCE]);
    t.deepEqual([hit?.offset, hit?.count], [start, 1]);
  }
});

test('the result is the same however the bytes arrive', async (t) => {
  const part = fc.oneof(
    fc.constantFrom(SOURCE, STAGING, `${SOURCE}-of-x`, '/binary-builder', '.', '\n', '/'),
    fc.integer({ min: 1, max: 400 }).map((length) => '-'.repeat(length)),
  );
  const contents = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(contents, fc.integer({ min: 1, max: 100 }), async (content, size) => {
      const expected = [SOURCE, STAGING].flatMap((needle) => {
        const found = [...content.matchAll(new RegExp(`${needle}(?!\\.?[\\w+~-])`, 'g'))];
        return found[0] ? [{ needle, offset: found[0].index, count: found.length }] : [];
      });
      const hits = await searchIn(content, [SOURCE, STAGING], size);
      t.deepEqual(
        hits.map(({ needle, offset, count }) => ({ needle, offset, count })),
        expected,
      );
      const whole = await searchIn(content, [SOURCE, STAGING]);
      t.deepEqual(hits, whole);
    }),
  );
});

test('an empty needle is refused', async (t) => {
  await t.throwsAsync(() => searchIn('x', ['']), { instanceOf: TypeError });
});
