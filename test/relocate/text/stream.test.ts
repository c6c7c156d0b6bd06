import test from 'ava';
import fc from 'fast-check';

import { guestPath } from '../../../src/path.js';
import { pathMap, rewritePaths } from '../../../src/relocate/paths.js';
import { rewriteStream } from '../../../src/relocate/text/stream.js';

const map = pathMap(guestPath('/app/x'), [
  { from: guestPath('/binary-builder/staging'), to: '' },
  { from: guestPath('/binary-builder/staging/app/x'), to: '/app/x' },
  { from: guestPath('/binary-builder/source'), to: '/usr/src/x' },
]);

async function* cut(text: string, size: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += size) {
    yield await Promise.resolve(text.slice(start, start + size));
  }
}

test('a text in pieces is rewritten as the whole text is, wherever it is cut', async (t) => {
  const part = fc.oneof(
    fc.constantFrom(
      '/binary-builder/staging',
      '/binary-builder/staging/app/x',
      '/binary-builder/source',
      '-of-x',
      '/lib',
      ' ',
      '\n',
    ),
    // Names are shorter than the context that is kept: no file system has longer ones.
    fc.integer({ min: 1, max: 9000 }).map((length) => 'name '.repeat(length / 5)),
  );
  const texts = fc.array(part, { maxLength: 20 }).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(texts, fc.constantFrom(1, 7, 30, 500, 8191, 20_000), async (text, size) => {
      let output = '';
      let moved = 0;
      for await (const piece of rewriteStream(cut(text, size), map)) {
        output += piece.text;
        moved += piece.moved;
      }
      const whole = rewritePaths(text, map);
      t.true(output === whole);
      t.is(moved > 0, whole !== text);
    }),
    { numRuns: 60 },
  );
});
