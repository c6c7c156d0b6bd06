import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import { ARCH_NAMES } from '../../../src/architecture.js';
import { verbNames } from '../../../src/cli/catalogue/find.js';
import { completionLines } from '../../../src/cli/complete/complete.js';
import { namesIn, stackNamesIn } from '../../../src/cli/complete/names.js';
import { hostPath, inHost } from '../../../src/path.js';
import { recipeNames } from '../../../src/recipe/index.js';
import { loadStacks } from '../../../src/stack/index.js';

const project = hostPath(import.meta.dirname, '../../..');
const FOLDERS = [inHost(project, 'recipes'), inHost(project, 'stacks')] as const;

/** What completes a line, whose last word is what is being typed. */
async function completed(line: string): Promise<{ kind: string; words: string[] }> {
  const [kind = '', ...lines] = (await completionLines(line.split(' '))).trimEnd().split('\n');
  return { kind, words: lines.map((one) => one.split('\t', 1).join('')) };
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  '': verbNames(),
  man: ['manifest'],
  'manifest ': ['update', 'copy-stack', 'remove', 'check', 'list', 'diff', 'new'],
  'manifest --output-dir out up': ['update'],
  'manifest update f --keep': ['--keep', '--keep-all', '--keep-latest-released'],
  'manifest check f --keep': [],
  'build --runner ': ['auto', 'docker', 'podman', 'bubblewrap', 'host'],
  'buildpack stage --runner=': ['auto', 'docker', 'podman', 'bubblewrap'].map(
    (word) => `--runner=${word}`,
  ),
  '--build-mode c': ['cross'],
  'build --limit m': ['memory='],
  'cache prune --kind s': ['sources', 'stacks'],
  'manifest update f --digest ': ['md5', 'sha256', 'both'],
  'build libf': ['libffi@'],
  'build --stack debian12 libff': ['libffi@'],
  'build libffi@3.4.4 libmemcached@1.1': ['libmemcached@1.1.4'],
  'build nothing@': [],
  'recipes show pyth': ['python'],
  'recipes lint libffi pyth': ['python'],
  'stacks prepare deb': ['debian12'],
  'plan --stack=deb': ['--stack=debian12'],
  '-n pyth': ['python'],
  'stacks --arch ': ARCH_NAMES,
  'build --arch s390x,x': ['s390x,x64'],
  'audit --explain glibc': ['glibc-max'],
  'audit --explain --js': ['--json'],
  'help mani': ['manifest'],
  'help manifest n': ['new'],
  'completion ': ['bash', 'zsh', 'fish'],
  'recipes show python ': [],
  'build --md5 ': [],
  'build -- --f': [],
};

for (const [line, words] of Object.entries(WORDS)) {
  test(`'${line}' is completed by ${words.join(', ') || 'nothing'}`, async (t) => {
    t.deepEqual(await completed(line), { kind: 'words', words: [...words] });
  });
}

for (const [line, kind] of [
  ['manifest update ', 'files'],
  ['verify ', 'files'],
  ['verify --output-dir ', 'folders'],
  ['verify --record=', 'files'],
  ['buildpack stage x.zip ', 'folders'],
] as const) {
  test(`'${line}' is completed by ${kind}, which the shell knows`, async (t) => {
    t.deepEqual(await completed(line), { kind, words: [] });
  });
}

test('a word has its meaning behind it', async (t) => {
  t.is(await completionLines(['fet']), 'words\nfetch\tget sources into the cache, verified\n');
});

test('recipes and stacks are those that are found when they are read', async (t) => {
  const [recipes, stacks] = FOLDERS;
  t.deepEqual(await namesIn([recipes]), await recipeNames([recipes]));
  const loaded = await loadStacks([stacks]);
  t.deepEqual(
    await stackNamesIn([stacks]),
    loaded.map(({ name }) => name),
  );
  t.deepEqual(await namesIn([inHost(project, 'no-such-folder')]), []);
});

test('what could not be the name of a recipe is not shown by a shell, nor typed into it', async (t) => {
  const folder = hostPath(await mkdtemp(path.join(os.tmpdir(), 'complete-')));
  t.teardown(() => rm(folder, { recursive: true }));
  for (const name of ['good', '\u001B[2J', '$(touch x)', '-rf', 'a\tb']) {
    await writeFile(inHost(folder, `${name}.yml`), '');
  }
  t.deepEqual(await namesIn([folder]), ['good']);
});
