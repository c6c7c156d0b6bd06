import test from 'ava';
import { ESLint } from 'eslint';
import { hostPath } from '../../src/path.js';

const eslint = new ESLint({
  cwd: hostPath(import.meta.dirname, '../..'),
  ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-imports',
  // The rule needs no types, and the files that are linted here don't exist.
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});

/** What the lint says of an import in a file. */
async function complaints(filePath: string, from: string): Promise<string[]> {
  const results = await eslint.lintText(`import { x } from '${from}';\nx();\n`, { filePath });
  return results.flatMap(({ messages }) => messages.map(({ message }) => message));
}

const REFUSED = [
  [
    'src/store/x.ts',
    '../build/index.js',
    "The room 'store' may import only rooms below it: tree, seccomp.",
  ],
  [
    'src/store/x.ts',
    '../recipe/index.js',
    "The room 'store' may import only rooms below it: tree, seccomp.",
  ],
  [
    'src/recipe/x.ts',
    '../stack/index.js',
    "The room 'recipe' may import only rooms below it: tree, seccomp, store, elf.",
  ],
  [
    'src/sandbox/x.ts',
    '../source/index.js',
    "The room 'sandbox' may import only rooms below it: tree, seccomp, store, elf, recipe, stack, plan.",
  ],
  [
    'src/source/origin/x.ts',
    '../../cli/index.js',
    "The room 'source' may import only rooms below it: tree, seccomp, store, elf, recipe, stack, plan.",
  ],
  ['src/build/x.ts', '../cli/main.js', "The room 'build' may import only rooms below it: "],
  ['src/build/x.ts', '../store/lock.js', 'Enter a room through its index.ts.'],
  ['src/cli/verbs/x.ts', '../../source/origin/http.js', 'Enter a room through its index.ts.'],
] as const;

for (const [file, from, message] of REFUSED) {
  test(`${file} may not import ${from}`, async (t) => {
    const said = await complaints(file, from);
    t.true(
      said.some((one) => one.includes(message)),
      said.join('\n'),
    );
  });
}

const ALLOWED = [
  ['src/build/x.ts', '../store/index.js'],
  ['src/build/x.ts', '../sandbox/index.js'],
  ['src/cli/verbs/x.ts', '../../build/index.js'],
  ['src/plan/x.ts', '../recipe/index.js'],
  ['src/source/origin/x.ts', '../archive/unpack.js'],
  ['src/store/x.ts', '../error.js'],
] as const;

for (const [file, from] of ALLOWED) {
  test(`${file} may import ${from}`, async (t) => {
    t.deepEqual(await complaints(file, from), []);
  });
}
