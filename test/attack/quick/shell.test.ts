import test from 'ava';
import { readFile } from 'node:fs/promises';
import { hostPath, inHost } from '../../../src/path.js';
import { runCli } from '../../e2e/cli.js';
import { archive, namesIn, workspace, writeRecipe } from '../../e2e/command-line/fixture.js';

const PROGRAMS = hostPath(import.meta.dirname, '../programs');

/** A terminal, of which the rest of what was typed is shown when the program has ended, where a user's shell would obey it. */
const TERMINAL = [
  'sh',
  '-ec',
  'exec script --quiet --return --command "stty cols 80 rows 24; $*; stty -icanon min 0 time 1; cat" /dev/null',
  'sh',
];

/** Types a line into the terminal on its standard input, wherever that is. */
const TYPES = `#include <sys/ioctl.h>
int main(void) {
  const char *text = "echo typed-$((40 + 2))\\n";
  int typed = 0;
  for (; *text; text += 1) typed |= ioctl(0, TIOCSTI, text) == 0;
  return typed ? 0 : 1;
}
`;

test('what a failed build left types nothing into the terminal of whoever looks at it', async (t) => {
  const here = await workspace(t);
  const source = await archive(here.folder, {
    'types.c': TYPES,
    'attack.h': await readFile(inHost(PROGRAMS, 'attack.h'), 'utf8'),
    'terminal.c': await readFile(inHost(PROGRAMS, 'terminal.c'), 'utf8'),
  });
  const left = `cc -o types types.c; cc -o terminal terminal.c
    for folder in "$HOME" .; do
      printf '"x": "echo bound-$((40 + 2))\\\\n"\\n' >"$folder/.inputrc"
      for file in .bashrc .bash_profile .profile; do echo 'echo started-$((40 + 2))' >"$folder/$file"; done
    done
    exit 3`;
  await writeRecipe({ ...here, source }, { build: { make: { run: left } } });
  const build = ['build', 'tiny@1.0', '--stack=debian12', '--runner=bubblewrap'];
  t.is((await runCli(build, here)).exitCode, 4);
  const [name = ''] = await namesIn(inHost(here.cache, 'work'));
  const shell = await runCli(['shell', name, '--runner=bubblewrap'], {
    ...here,
    env: { TERM: 'xterm', SHELL: '/bin/sh' },
    through: TERMINAL,
    input: './terminal; ./types; echo typed: $?; bind -s; exit 0\n',
  });
  t.regex(shell.stdout, /terminal: refused: /, shell.stdout);
  t.regex(shell.stdout, /^typed: 1\r?$/m);
  t.notRegex(shell.stdout, /typed-|bound-|started-42/);
});
