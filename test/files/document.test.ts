import test from 'ava';
import { z } from 'zod';
import { BuilderError } from '../../src/error.js';
import { readDocument, strictObject } from '../../src/files/index.js';
import { cpuTime } from '../cpu-time.js';

const schema = strictObject({
  name: z.string(),
  version: z.string(),
  count: z.int().optional(),
  phases: strictObject({
    configure: strictObject({ args: z.array(z.string()) }).optional(),
  }).optional(),
  choice: z.union([z.string(), strictObject({ use: z.string() })]).optional(),
});

function read(text: string) {
  return readDocument({ path: 'x.yml', text }, schema, 'RECIPE_INVALID');
}

function problemsOf(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof BuilderError) return [error.message, ...error.excerpt];
    throw error;
  }
  return [];
}

test('a version that looks like a number stays text', (t) => {
  t.is(read('name: python\nversion: 3.10\n').version, '3.10');
  t.is(read('name: x\nversion: 1e3\n').version, '1e3');
});

test('a whole number is a number where one is wanted', (t) => {
  t.is(read('name: x\nversion: 1.0\ncount: 3\n').count, 3);
});

test('a misspelt key is refused where it stands, with the nearest known one', (t) => {
  t.deepEqual(problemsOf('name: x\nversion: 1.0\nphases:\n  confgure:\n    args: []\n'), [
    "x.yml:4:3: phases: unknown key 'confgure': did you mean 'configure'?",
  ]);
});

test('a key that is like no other lists the known ones', (t) => {
  t.deepEqual(problemsOf('name: x\nversion: 1.0\nwhatever: 1\n'), [
    "x.yml:3:1: unknown key 'whatever' (known here: name, version, count, phases, choice)",
  ]);
});

test('every problem is told, in the order of the text', (t) => {
  t.deepEqual(problemsOf('name: [1]\nversion: {}\n'), [
    'x.yml:1:7: name: expected string, received array',
    'x.yml:2:10: version: expected string, received object',
  ]);
});

test('a missing key is told at the map that lacks it', (t) => {
  t.deepEqual(problemsOf('\n\nname: x\n'), [
    'x.yml:3:1: version: expected string, received undefined',
  ]);
});

test('of a choice, the form that the author most likely meant is explained', (t) => {
  t.deepEqual(problemsOf('name: x\nversion: 1.0\nchoice:\n  usee: y\n'), [
    'x.yml:4:3: choice.use: expected string, received undefined',
    "x.yml:4:3: choice: unknown key 'usee': did you mean 'use'?",
  ]);
});

test('broken YAML is told with line and column', (t) => {
  const [first] = problemsOf('name: x\nversion: [1\n');
  t.regex(first ?? '', /^x\.yml:3:1: /);
});

test('a key that stands twice is refused', (t) => {
  t.deepEqual(problemsOf('name: x\nname: y\nversion: 1.0\n'), [
    'x.yml:2:1: Map keys must be unique',
  ]);
});

test('an empty document is refused', (t) => {
  t.deepEqual(problemsOf(''), ['x.yml:1:1: expected object, received null']);
});

test('aliases that would grow without bounds are refused', (t) => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let depth = 1; depth < 9; depth += 1) {
    const alias = `*a${depth - 1}`;
    lines.push(`a${depth}: &a${depth} [${Array.from({ length: 9 }, () => alias).join(', ')}]`);
  }
  const [first] = problemsOf(lines.join('\n'));
  t.regex(first ?? '', /^x\.yml: Excessive alias count/);
});

test('nesting that would end the process is refused, in whatever form it comes', (t) => {
  const refused = ['x.yml: it is nested more than 200 levels deep'];
  t.deepEqual(problemsOf('['.repeat(10_000)), refused);
  t.deepEqual(problemsOf(`name: ${'{a: '.repeat(10_000)}`), refused);
  t.deepEqual(problemsOf(`${'- '.repeat(10_000)}x`), refused);
  t.deepEqual(problemsOf('? '.repeat(10_000)), refused);
});

test('nothing is printed about a document that is odd', (t) => {
  const warnings: Error[] = [];
  const listen = (warning: Error) => warnings.push(warning);
  process.on('warning', listen);
  t.teardown(() => process.off('warning', listen));
  t.not(problemsOf('? [a, b]\n: c\n').length, 0);
  return new Promise<void>((resolve) => {
    setImmediate(() => {
      t.deepEqual(warnings, []);
      resolve();
    });
  });
});

test('a key that comes again is told where it does, and many keys take no time', (t) => {
  const schema = z.record(z.string(), z.unknown());
  const repeated = t.throws(
    () =>
      readDocument({ path: 'x.yml', text: 'a: 1\nb:\n  c: 1\n  c: 2\n' }, schema, 'RECIPE_INVALID'),
    { instanceOf: BuilderError },
  );
  t.is(repeated.message, 'x.yml:4:3: Map keys must be unique');
  const text = Array.from({ length: 20_000 }, (_, index) => `key${index}: 1`).join('\n');
  const seconds = cpuTime();
  t.is(Object.keys(readDocument({ path: 'x.yml', text }, schema, 'RECIPE_INVALID')).length, 20_000);
  t.true(seconds() < 4);
});

test('a document that is too large is refused before it is read, wherever its text comes from', (t) => {
  t.deepEqual(problemsOf(`# ${'x'.repeat(2_000_000)}`), [
    'x.yml: it is too large to be read: 2 MB, 1.05 MB at most',
  ]);
});
