import test from 'ava';
import { chooseSubverb, oneName } from '../../src/cli/words.js';

const SUBVERBS = ['list', 'show', 'lint'] as const;

test('the first word says what to do, the others are names', (t) => {
  t.deepEqual(chooseSubverb('recipes', SUBVERBS, ['show', 'python']), {
    subverb: 'show',
    names: ['python'],
  });
});

test('without a word the first thing is done', (t) => {
  t.deepEqual(chooseSubverb('recipes', SUBVERBS, []), { subverb: 'list', names: [] });
});

test('an unknown word is refused: the nearest is suggested, all are listed', (t) => {
  const error = t.throws(() => chooseSubverb('recipes', SUBVERBS, ['lind']));
  t.like(error, {
    code: 'USAGE',
    message: "'recipes' can't 'lind'.",
    hint: "Did you mean 'recipes lint'? It can: list, show, lint.",
  });
  const other = t.throws(() => chooseSubverb('recipes', SUBVERBS, ['elephant']));
  t.like(other, { hint: 'It can: list, show, lint.' });
});

test('one name is one name', (t) => {
  t.is(oneName('shell', ['a']), 'a');
  for (const names of [[], ['a', 'b']]) {
    const error = t.throws(() => oneName('shell', names));
    t.like(error, {
      message: "'shell' takes one name.",
      hint: 'For example: binary-builder shell NAME',
    });
  }
});
