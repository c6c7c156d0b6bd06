import { writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { BuilderError, type ErrorCode } from '../../src/error.js';
import { inHost } from '../../src/path.js';
import { loadRecipe } from '../../src/recipe/index.js';
import { readRecord } from '../../src/store/index.js';
import { recipesFolder, SMALLEST } from '../recipe/fixture.js';
import { exampleRecord } from '../store/example.js';
import { cpuTime } from '../cpu-time.js';
import { budget, HANG } from './budget.js';

/** Reads a text; resolves when it is understood. */
type Read = (text: string) => Promise<unknown>;

interface Reader {
  code: ErrorCode;
  /** A document that is understood. */
  good: string;
  keys: readonly string[];
  open: (t: ExecutionContext) => Promise<Read>;
}

const READERS: Record<string, Reader> = {
  'a recipe': {
    code: 'RECIPE_INVALID',
    good: SMALLEST,
    keys: ['name', 'versions', 'source', 'build', 'tests', 'patches', 'when', 'use', 'options'],
    open: async (t) => {
      const folder = await recipesFolder(t, {});
      return async (text) => {
        await writeFile(inHost(folder, 'zlib.yml'), text);
        return loadRecipe('zlib', [folder]);
      };
    },
  },
  'a record': {
    code: 'RECORD_INVALID',
    good: stringify(exampleRecord('content')),
    keys: ['name', 'stack', 'manifest', 'sources', 'options', 'size', 'file'],
    open: async (t) => {
      const file = inHost(await recipesFolder(t, {}), 'record.yml');
      return async (text) => {
        await writeFile(file, text);
        return readRecord(file);
      };
    },
  },
};

const NASTY = [
  '',
  '\0',
  '\ufeff',
  '---\n---\n',
  '- - - - -',
  '*x',
  '&x [*x]',
  '&x { a: *x }',
  '<<: *x',
  '&x { <<: *x }',
  '!!js/function x',
  '!!binary ///',
  '!!set {a, b}',
  '!!omap [a: 1]',
  '!!timestamp 2001-01-01',
  '__proto__: { a: 1 }',
  'constructor: { prototype: 1 }',
  '? [a, b]\n: c',
  '? { a: b }\n: c',
  'a: 1\na: 2',
  '%YAML 9.9\n---\na',
  '%TAG ! tag:x,2000:\n---\n!y z',
  '['.repeat(3000),
  '['.repeat(100_000),
  '{a: '.repeat(3000),
  `${'- '.repeat(3000)}x`,
  `${'['.repeat(3000)}${']'.repeat(3000)}`,
  Array.from({ length: 1500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  // «Billion laughs»: each anchor repeats the one before it.
  [
    'a0: &a0 [lol]',
    ...Array.from(
      { length: 30 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`,
    ),
  ].join('\n'),
  [
    'a0: &a0 { k: v }',
    ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} { x: *a${i}, y: *a${i} }`),
  ].join('\n'),
  [
    'a0: &a0 { k: v }',
    ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} { <<: [*a${i}, *a${i}] }`),
  ].join('\n'),
];

for (const [title, { code, good, keys, open }] of Object.entries(READERS)) {
  const fails = async (read: Read, text: string): Promise<void> => {
    const spent = cpuTime();
    const error: unknown = await read(text).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (spent() > HANG) throw new Error('it hangs');
    if (error === undefined || (error instanceof BuilderError && error.code === code)) return;
    throw new Error(`not ${code}: ${inspect(error)}`, { cause: error });
  };

  test(`${title} with what YAML is notorious for is read or ${code}`, async (t) => {
    const read = await open(t);
    for (const text of NASTY) {
      await t.notThrowsAsync(fails(read, text), JSON.stringify(text.slice(0, 60)));
      await t.notThrowsAsync(fails(read, `${good}${text}`), JSON.stringify(text.slice(0, 60)));
    }
  });

  const key = fc.oneof(fc.constantFrom(...keys), fc.string({ maxLength: 5 }));
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
    ),
  }));
  const spoilt = fc
    .tuple(fc.nat(good.length), fc.nat(40), fc.oneof(fc.string(), fc.constantFrom(...NASTY)))
    .map(([at, length, text]) => good.slice(0, at) + text + good.slice(at + length));
  const value = fc
    .tuple(fc.constantFrom(...keys), tree)
    .map(
      ([name, data]) =>
        `${good.replace(new RegExp(`^${name}:`, 'm'), 'x:')}${stringify({ [name]: data })}`,
    );
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    tree.map((data) => stringify(data)),
    spoilt,
    value,
  );

  test(`${title} of any text is read or ${code}, never a crash or a hang`, async (t) => {
    const read = await open(t);
    const { isOver, numRuns } = budget(600, 3);
    await fc.assert(
      fc.asyncProperty(text, async (yaml) => {
        if (!isOver()) await fails(read, yaml);
      }),
      { numRuns },
    );
    t.pass();
  });
}
