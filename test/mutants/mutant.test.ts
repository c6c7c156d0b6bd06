import test from 'ava';
import { askedBy } from './asked.js';
import { mutantsOf, mutated } from './mutant.js';
import { placeOf, totalText, unnoticedText } from './report.js';
import { sample } from './sample.js';

/** Sources, and what each can become. */
const CHANGES: readonly [what: string, source: string, changed: readonly string[]][] = [
  ['a comparison', 'a === b', ['a !== b']],
  ['a boundary', 'a < b', ['a <= b']],
  ['a sum', 'a + b - c', ['a - b - c', 'a + b + c']],
  ['a text that is put together', 'a + `b` + c', []],
  ['a condition of two', 'a && b || c', ['a || b || c', 'a && b && c']],
  ['a negation', 'f(!a)', ['f(a)']],
  ['a choice', 'a ? b : c', ['!(a) ? b : c']],
  ['what stands for nothing', 'f(a ?? b)', ['f(a)']],
  ['what stands for nothing that is taken apart', 'const [a] = b ?? c;', []],
  ['an early return', 'if (a) return b;', ['if (false) return b;']],
  ['an early end of a loop', 'if (a) { b(); continue; }', ['if (false) { b(); continue; }']],
  ['a branch that leaves nothing', 'if (a) b();', []],
  ['a branch with another one', 'if (a) return b; else c();', []],
  ['a number', 'f(10)', ['f(11)']],
  ['a yes', 'f(true)', ['f(false)']],
  ['a method', 'a.some(f)', ['a.every(f)']],
  ['a property of that name', 'a.some', []],
  ['a type', 'let a: 1 | true;', []],
  ['an import', "import { a } from 'b';", []],
];

for (const [what, source, changed] of CHANGES) {
  test(`of ${what}: ${changed.length === 0 ? 'nothing is made' : changed.join(', or ')}`, (t) => {
    t.deepEqual(
      mutantsOf(source).map((mutant) => mutated(source, mutant)),
      changed,
    );
  });
}

test('the same seed draws the same, in order; another one others', (t) => {
  const items = Array.from({ length: 1000 }, (_, index) => index);
  const drawn = sample(items, 20, 1);
  t.is(new Set(drawn).size, 20);
  t.deepEqual(
    drawn,
    drawn.toSorted((a, b) => a - b),
  );
  t.deepEqual(sample(items, 20, 1), drawn);
  t.notDeepEqual(sample(items, 20, 2), drawn);
  t.deepEqual(sample([1, 2], 20, 1), [1, 2]);
});

test('a change that is not noticed is told with its place and both texts', (t) => {
  const source = 'one();\nif (a < b) two();\nthree();\nfour();\n';
  const [mutant] = mutantsOf(source);
  if (mutant === undefined) throw new Error('nothing to change');
  const candidate = { ...mutant, file: 'src/room/file.ts', tests: 'test/room' };
  t.is(placeOf(candidate, source), 'src/room/file.ts:2');
  t.is(
    unnoticedText(candidate, source),
    `src/room/file.ts:2 is not noticed:
@@ -1,3 +1,3 @@
 one();
-if (a < b) two();
+if (a <= b) two();
 three();`,
  );
  t.is(totalText(19, 20, 7), '19 of 20 changes noticed (95 %), seed 7');
});

test('arguments: a room, whose tests, how many changes, by which chance', (t) => {
  t.deepEqual(askedBy([]), { room: undefined, tests: undefined, samples: 20, seed: 1 });
  t.deepEqual(askedBy(['manifest/edit', '--tests', 'manifest', '--samples=5', '--seed', '3']), {
    room: 'manifest/edit',
    tests: 'manifest',
    samples: 5,
    seed: 3,
  });
  for (const words of [
    ['a', 'b'],
    ['--sample', '5'],
    ['--samples', 'x'],
    ['--samples', '0'],
    ['--seed'],
    ['--tests'],
  ]) {
    t.is(askedBy(words), undefined, words.join(' '));
  }
});
