import { mkdir, symlink, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { runCli, temporaryFolder } from '../cli.js';
import { failsWith } from './fixture.js';

const PROGRAM = hostPath(import.meta.dirname, '../../../bin/binary-builder');

interface Here {
  cwd: HostPath;
  cache: HostPath;
  /** The file with what `completion SHELL` prints. */
  script: string;
  environment: Readonly<Record<string, string>>;
}

/** A folder with a recipe and a stack of its own, and binary-builder in PATH. */
async function shellPlace(t: ExecutionContext, shell: string): Promise<Here> {
  const cwd = await temporaryFolder(t);
  const cache = inHost(cwd, 'cache');
  await mkdir(inHost(cwd, 'bin'));
  await symlink(PROGRAM, inHost(cwd, 'bin/binary-builder'));
  await mkdir(inHost(cwd, 'recipes'));
  await writeFile(inHost(cwd, 'recipes/zlib-ng.yml'), '');
  await mkdir(inHost(cwd, 'stacks'));
  await writeFile(inHost(cwd, 'stacks/alpine.yml'), '');
  const { stdout } = await runCli(['completion', shell], { cwd, cache });
  const script = inHost(cwd, 'completion');
  await writeFile(script, stdout);
  const PATH = `${inHost(cwd, 'bin')}:${process.env.PATH ?? ''}`;
  const environment = { PATH, HOME: cwd, TERM: 'dumb', LANG: 'C.UTF-8', COMPLETION: script };
  return { cwd, cache, script, environment };
}

/** What is typed, and what stands there after the tabulator key. */
const TYPED: Readonly<Record<string, string>> = {
  'binary-builder fet': 'binary-builder fetch ',
  'binary-builder manifest upd': 'binary-builder manifest update ',
  'binary-builder manifest update m.yml --keep-a':
    'binary-builder manifest update m.yml --keep-all ',
  'binary-builder build --build-mode em': 'binary-builder build --build-mode emulated ',
  'binary-builder build zlib': 'binary-builder build zlib-ng@',
  'binary-builder build libffi@3.4.4 libmemcached@1.1':
    'binary-builder build libffi@3.4.4 libmemcached@1.1.4 ',
  'binary-builder build --stack alp': 'binary-builder build --stack alpine ',
  'binary-builder build --stack=alp': 'binary-builder build --stack=alpine ',
  'binary-builder build --arch x64,s': 'binary-builder build --arch x64,s390x ',
  'binary-builder build --limit mem': 'binary-builder build --limit memory=',
  'binary-builder build --recipes-dir rec': 'binary-builder build --recipes-dir recipes/',
  'binary-builder manifest update compl': 'binary-builder manifest update completion ',
};

/** Types into a shell that runs in a terminal of its own, and prints its line at Ctrl-X. */
type Type = (typed: string, here: Here) => Promise<string>;

const BASH_START = `source "$COMPLETION"
bind -x '"\\C-x": printf "<<%s>>\\n" "$READLINE_LINE"; exit'
`;

const bash: Type = async (typed, { cwd, environment }) => {
  await writeFile(inHost(cwd, 'start'), BASH_START);
  const shell = 'bash --noprofile --rcfile start -i';
  const { stdout } = await execa('script', ['--quiet', '--command', shell, '/dev/null'], {
    cwd,
    env: environment,
    extendEnv: false,
    input: `${typed}\t\x18`,
    timeout: 60_000,
  });
  return stdout;
};

const ZSH_START = `autoload -Uz compinit
compinit -u -D
source "$COMPLETION"
bindkey '^I' complete-word
_show() { print -r -- "<<$BUFFER>>"; exit }
zle -N _show
bindkey '^X' _show
`;

/** The terminal is zsh's own: it wants one that knows its size. */
const ZSH_TERMINAL = `zmodload zsh/zpty
zpty shell zsh -i
zpty -w -n shell "$1"$'\\t\\x18'
while zpty -r shell line; do print -rn -- "$line"; done
`;

const zsh: Type = async (typed, { cwd, environment }) => {
  await writeFile(inHost(cwd, '.zshrc'), ZSH_START);
  const { stdout } = await execa('zsh', ['-f', '-c', ZSH_TERMINAL, 'zsh', typed], {
    cwd,
    env: environment,
    extendEnv: false,
    timeout: 60_000,
  });
  return stdout;
};

for (const [shell, type] of Object.entries({ bash, zsh })) {
  test(`${shell} completes verbs, options and what they take`, async (t) => {
    const here = await shellPlace(t, shell);
    for (const [typed, line] of Object.entries(TYPED)) {
      const shown = await type(typed, here);
      t.is(/<<(.*)>>/.exec(shown)?.[1], line, shown);
    }
  });
}

test('fish completes verbs, options and what they take', async (t) => {
  const here = await shellPlace(t, 'fish');
  for (const [typed, line] of Object.entries(TYPED)) {
    const ask = 'source "$COMPLETION"; complete --do-complete "$argv"';
    const { stdout } = await execa('fish', ['--no-config', '--command', ask, typed], {
      cwd: here.cwd,
      env: here.environment,
      extendEnv: false,
      timeout: 60_000,
    });
    const [word = ''] = stdout.split('\n').map((one) => one.split('\t', 1).join(''));
    const before = typed.slice(0, typed.lastIndexOf(' ') + 1);
    t.is(before + word, line.trimEnd(), stdout);
  }
});

test('fish shows what a subverb does', async (t) => {
  const { cwd, environment } = await shellPlace(t, 'fish');
  const ask = 'source "$COMPLETION"; complete --do-complete "binary-builder recipes "';
  const { stdout } = await execa('fish', ['--no-config', '--command', ask], {
    cwd,
    env: environment,
    extendEnv: false,
  });
  t.true(stdout.split('\n').includes('lint\tcheck recipes: every version on every stack'), stdout);
});

test('a shell that there is no completion for: suggests the nearest', async (t) => {
  const cwd = await temporaryFolder(t);
  const run = await runCli(['completion', 'fihs'], { cwd, cache: inHost(cwd, 'cache') });
  const said = failsWith(t, run, { exitCode: 2, code: 'USAGE' });
  t.regex(
    said,
    /There is no completion for 'fihs'\.\n {2}→ Did you mean 'fish'\? Shells: bash, zsh, fish\./,
  );
});
