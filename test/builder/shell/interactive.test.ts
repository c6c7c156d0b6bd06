import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import { execa } from 'execa';
import { interactiveEnvironment, SHELL } from '../../../src/builder/shell/interactive.js';

test('a shell has the step’s environment, and a home, a history and keys of its own', (t) => {
  const step = { PATH: '/bin', HOME: '/binary-builder/home', CFLAGS: '-O2', TREE: '/x/$HOME' };
  t.deepEqual(interactiveEnvironment(step, 'tiny make', 'xterm'), {
    PATH: '/bin',
    CFLAGS: '-O2',
    TREE: '/x/$HOME',
    HOME: '/tmp',
    INPUTRC: '/dev/null',
    HISTFILE: '',
    TERM: 'xterm',
    PS1: '[tiny make] \\w \\$ ',
  });
  t.is(interactiveEnvironment(step, 'tiny make', undefined).TERM, 'dumb');
});

test('nothing of a step’s environment is run or expanded by bash before the user types', (t) => {
  const names = [
    ...['BASH_ENV', 'BASHOPTS', 'BASH_XTRACEFD', 'BASH_COMPAT', 'SHELLOPTS', 'ENV'],
    ...['PROMPT_COMMAND', 'PROMPT_DIRTRIM', 'PS0', 'PS2', 'PS4', 'MAIL', 'MAILPATH', 'MAILCHECK'],
    ...[
      'HISTFILESIZE',
      'HISTCONTROL',
      'HISTTIMEFORMAT',
      'HOSTFILE',
      'TERMINFO',
      'TERMCAP',
      'TMOUT',
    ],
  ];
  const hostile = Object.fromEntries(names.map((name) => [name, '$(touch pwned)']));
  const environment = interactiveEnvironment({ ...hostile, INPUTRC: 'x', PS1: 'x' }, 'a', 'xterm');
  t.deepEqual(Object.keys(environment).sort(), ['HISTFILE', 'HOME', 'INPUTRC', 'PS1', 'TERM']);
});

test('the name of a patch in the prompt is shown, not run', async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'interactive-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const title = 'x:$(touch a)`touch b`\\$(touch c)\u001Bé!';
  const environment = { ...interactiveEnvironment({}, title, 'dumb'), PATH: process.env.PATH };
  const [program, ...rest] = SHELL;
  const { stderr } = await execa(program, rest, {
    cwd: folder,
    env: environment,
    extendEnv: false,
    input: 'exit\n',
  });
  t.true(stderr.includes('[x:??touch a??touch b????touch c????] '), stderr);
  t.deepEqual(await readdir(folder), []);
});
