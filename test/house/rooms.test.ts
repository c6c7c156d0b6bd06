import test from 'ava';
import { ESLint } from 'eslint';
import { hostPath } from '../../src/path.js';

const eslint = new ESLint({
  cwd: hostPath(import.meta.dirname, '../..'),
  ruleFilter: ({ ruleId }) => ruleId.startsWith('boundaries/'),
  // The rules need no types, and the files that are linted here don't exist.
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});

/** Which rules refuse a statement in a file. */
async function refusals(filePath: string, statement: string): Promise<(string | null)[]> {
  const results = await eslint.lintText(`${statement}\n`, { filePath });
  return results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
}

const EDGE = 'boundaries/dependencies';

const REFUSED: Readonly<Record<string, readonly [file: string, from: string]>> = {
  'a room above': ['src/store/x.ts', '../plan/index.js'],
  'the room at the top': ['src/artifact/x.ts', '../cli/main.js'],
  'a room below that it doesn’t need': ['src/recipe/x.ts', '../elf/index.js'],
  'a file of a room that is not its door': ['src/plan/x.ts', '../recipe/expand.js'],
  'a part above in its own large room': ['src/builder/phases/x.ts', '../../builder/order/index.js'],
  'a file of a part that is not its door': [
    'src/builder/order/x.ts',
    '../../builder/place/workplace.js',
  ],
  'a part above that shares its door': ['src/stack/root/x.ts', '../../stack/prepare/prepare.js'],
  'a part of a room whose one door is above': ['src/plan/x.ts', '../stack/root/root.js'],
  'a room, from beside the rooms': ['src/x.ts', './store/index.js'],
};

const STATEMENTS: Readonly<Record<string, (from: string) => string>> = {
  import: (from) => `import { x } from '${from}';\nx();`,
  'import type': (from) => `import type { X } from '${from}';\nexport type Y = X;`,
  'export from': (from) => `export { x } from '${from}';`,
  'import()': (from) => `export const x = await import('${from}');`,
};

for (const [what, [file, from]] of Object.entries(REFUSED)) {
  for (const [kind, statement] of Object.entries(STATEMENTS)) {
    test(`${kind} of ${what} is refused: ${file} from ${from}`, async (t) => {
      t.deepEqual(await refusals(file, statement(from)), [EDGE]);
    });
  }
}

test('a folder that is no room of the table is refused', async (t) => {
  t.deepEqual(await refusals('src/cellar/x.ts', 'export const x = 1;'), [
    'boundaries/no-unknown-files',
  ]);
});

const ALLOWED: Readonly<Record<string, readonly [file: string, from: string]>> = {
  'the door of a room below': ['src/plan/x.ts', '../recipe/index.js'],
  'the door of a part below': ['src/builder/order/x.ts', '../place/index.js'],
  'a file of the same room': ['src/relocate/elf/x.ts', '../text/flags.js'],
  'a file of a part that shares its door': ['src/stack/prepare/x.ts', '../root/root.js'],
  'a file beside the rooms': ['src/store/x.ts', '../error.js'],
};

for (const [what, [file, from]] of Object.entries(ALLOWED)) {
  for (const [kind, statement] of Object.entries(STATEMENTS)) {
    test(`${kind} of ${what} is allowed: ${file} from ${from}`, async (t) => {
      t.deepEqual(await refusals(file, statement(from)), []);
    });
  }
}
