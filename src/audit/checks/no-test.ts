import type { Check } from '../check.js';

/** Notices an artifact that nobody tries out. */
export const noTest: Check = {
  id: 'no-test',
  severity: 'warning',
  summary: 'the recipe has a test of the artifact',
  explanation:
    'That everything compiled says nothing about whether the result starts. Without a test, the first ' +
    'to try it are the people who use the artifact.',
  remedy:
    'Add a test to the recipe: a program that starts and prints its version, or a few lines of C that ' +
    'are compiled against the library and run.',
  run: ({ tests }) =>
    tests === 0 ? [{ path: '.', message: 'is made by a recipe without a test' }] : [],
};
