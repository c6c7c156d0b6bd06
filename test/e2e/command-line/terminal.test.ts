import { mkdir } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import * as z from 'zod';
import { inHost } from '../../../src/path.js';
import { comesTrue, runCli, startCli } from '../cli.js';
import { namesIn, workspace } from './fixture.js';

/** Gives the program a terminal of a usual size; no argument of ours has a blank in it. */
const TERMINAL = [
  'sh',
  '-ec',
  'exec script --quiet --return --command "stty cols 80 rows 24; $*" /dev/null',
  'sh',
];

const ENV = { TERM: 'xterm', SHELL: '/bin/sh' };

test('on a terminal a live line shows phase, time and newest line, and nothing of it is left', async (t) => {
  const here = await workspace(t, {
    build: {
      make: {
        run: `echo ${'compiling '.repeat(20)}; until [ -e "$BB_FILES/go" ]; do sleep 0.05; done`,
      },
    },
  });
  const run = startCli(['build', 'tiny@1.0', '--stack=debian12'], {
    ...here,
    env: ENV,
    through: TERMINAL,
  });
  const live = /^. tiny-1\.0-debian12-x64 make (\d+ms|\d+(\.\d)?s) │ compiling compiling/m;
  t.true(await comesTrue(() => Promise.resolve(live.test(screenOf(run.output())))), run.output());
  const line = screenOf(run.output())
    .split('\n')
    .findLast((one) => live.test(one));
  t.true((line ?? '').length < 80, 'it is cut to the width of the terminal');

  const [build = ''] = await namesIn(inHost(here.cache, 'work'));
  await mkdir(inHost(here.cache, 'work', build, 'box/files/go'));
  const { exitCode, stdout } = await run.finished;
  t.is(exitCode, 0);
  const screen = screenOf(stdout);
  t.regex(screen, /^tiny-1\.0-debian12-x64 ✔ make /m);
  t.regex(screen, /^tiny-1\.0-debian12-x64 ✔ built /m);
  t.notRegex(screen, /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]|compiling/);
  t.true(stdout.includes('\u001B[32m✔'), 'in colours');
  t.is(
    stdout.lastIndexOf('\u001B[?25h') > stdout.lastIndexOf('\u001B[?25l'),
    true,
    'with a cursor',
  );
});

const logLine = z.looseObject({ line: z.string().optional() });

/** What a hostile step writes: codes that command a terminal, and a line as one of ours. */
const FORGED = [
  String.raw`printf '\033[2J\033[H\033]0;title\007\033[31m\n'`,
  String.raw`printf 'x\rtiny-1.0-debian12-x64 \342\234\224 audit 3s\n'`,
  String.raw`printf 'tiny-1.0-debian12-x64 \342\234\224 audit 3s\n  sha256  0000\n'`,
  String.raw`printf '\b\b\b\302\233 \342\200\256 %5000s end' y`,
];

test('what a step writes can neither command a terminal nor look like a line of ours', async (t) => {
  const wait = 'until [ -e "$BB_FILES/go" ]; do sleep 0.05; done';
  const here = await workspace(t, {
    build: { make: { run: [...FORGED, 'echo', 'echo waiting', wait, 'exit 3'].join('\n') } },
  });
  const run = startCli(['build', 'tiny@1.0', '--stack=debian12'], {
    ...here,
    env: ENV,
    through: TERMINAL,
  });
  const live = /^. tiny-1\.0-debian12-x64 make \S+ │ waiting$/m;
  t.true(await comesTrue(() => Promise.resolve(live.test(screenOf(run.output())))), run.output());
  const [build = ''] = await namesIn(inHost(here.cache, 'work'));
  await mkdir(inHost(here.cache, 'work', build, 'box/files/go'));
  const { exitCode, stdout } = await run.finished;
  t.is(exitCode, 4);
  // eslint-disable-next-line no-control-regex -- it is about control characters
  t.notRegex(stdout, /\u001b\[2J|\u001b\[H|\u001b\]|[\u0007\b\u009b\u202e]/);
  const screen = screenOf(stdout);
  t.notRegex(screen, /^tiny-1\.0-debian12-x64 ✔ audit|^ {2}sha256/m);
  t.regex(screen, /^ {2}│ tiny-1\.0-debian12-x64 ✔ audit 3s$/m);
  t.regex(screen, /^ {2}│ {3}sha256 {2}0000$/m);
  t.regex(screen, /^ {2}│ \\u\{8\}\\u\{8\}\\u\{8\}\\u\{9b\} \\u\{202e\} /m);
});

test('a verbose log and JSON hold every line of a step behind its mark, and harmless', async (t) => {
  const here = await workspace(t, { build: { make: { run: [...FORGED, 'echo'].join('\n') } } });
  const plain = await runCli(['build', 'tiny@1.0', '--stack=debian12', '--verbose'], here);
  t.is(plain.exitCode, 0, plain.stderr);
  // eslint-disable-next-line no-control-regex -- it is about control characters
  t.notRegex(plain.stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  t.is(plain.stdout.match(/^tiny-1\.0-debian12-x64 ✔ audit /gm)?.length, 1);
  t.is(plain.stdout.match(/^ {2}sha256 /gm)?.length, 1);
  t.is(
    plain.stdout.match(/^tiny-1\.0-debian12-x64 make │ tiny-1\.0-debian12-x64 ✔ audit 3s$/gm)
      ?.length,
    2,
  );
  t.regex(plain.stdout, /^tiny-1\.0-debian12-x64 make │ {3}sha256 {2}0000$/m);

  const json = await runCli(
    ['build', 'tiny@1.0', '--stack=debian12', '--force', '--json', '--verbose'],
    here,
  );
  t.is(json.exitCode, 0, json.stderr);
  // eslint-disable-next-line no-control-regex -- it is about control characters
  t.notRegex(json.stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  for (const event of json.json()) {
    // eslint-disable-next-line no-control-regex -- it is about control characters
    t.notRegex(logLine.parse(event).line ?? '', /[\u0000-\u001f\u007f-\u009f\u202e]/);
  }
});

test('in CI, and for whoever wants no colours, a terminal gets plain lines', async (t) => {
  const here = await workspace(t);
  const run = (env: Readonly<Record<string, string>>) =>
    startCli(['build', 'tiny@1.0', '--stack=debian12'], {
      ...here,
      env: { ...ENV, ...env },
      through: TERMINAL,
    }).finished;
  const inCi = await run({ CI: 'true' });
  t.is(inCi.exitCode, 0);
  t.is(inCi.stdout, stripVTControlCharacters(inCi.stdout));
  const plain = await run({ NO_COLOR: '1' });
  t.false(plain.stdout.includes('\u001B[32m'));
  t.false(plain.stdout.includes('\u001B[1m'));
});

test('the shell of a failed build is one on the terminal, where the step stopped', async (t) => {
  const here = await workspace(t, { build: { make: { run: 'exit 3' } } });
  t.is((await runCli(['build', 'tiny@1.0', '--stack=debian12'], here)).exitCode, 4);
  const [build = ''] = await namesIn(inHost(here.cache, 'work'));
  const shell = await runCli(['shell', build], {
    ...here,
    env: ENV,
    through: TERMINAL,
    input: 'tty; echo "in $PWD for $PREFIX"\nexit 7\n',
  });
  const screen = screenOf(shell.stdout);
  t.is(shell.exitCode, 7, screen);
  t.regex(screen, /\[tiny make\] \/binary-builder\/source [#$]/);
  t.regex(screen, /^in \/binary-builder\/source for \/app\/\.heroku\/vendor$/m);
  t.notRegex(screen, /no job control|not a tty|cannot set terminal/);
});

test('what a build left for whoever looks around is not run by its shell', async (t) => {
  const files = ['.bashrc', '.profile', '.bash_profile', '.bash_login', '.bash_logout'];
  const here = await workspace(t, {
    build: {
      make: {
        environment: {
          BASH_ENV: '/binary-builder/home/.bashrc',
          ENV: '/binary-builder/home/.bashrc',
          PROMPT_COMMAND: 'echo ran by the environment',
          INPUTRC: '/binary-builder/home/.inputrc',
        },
        run: `cd "$HOME"
for file in ${files.join(' ')}; do echo "echo ran $file" > $file; done
printf '"e": "ran by keys"\\n' > .inputrc
echo 'echo ran before' > .bash_history
exit 3`,
      },
    },
  });
  t.is((await runCli(['build', 'tiny@1.0', '--stack=debian12'], here)).exitCode, 4);
  const [build = ''] = await namesIn(inHost(here.cache, 'work'));
  const shell = await runCli(['shell', build], {
    ...here,
    env: ENV,
    through: TERMINAL,
    input: 'history; cd; pwd; cat /binary-builder/home/.bash_history; exit 7\n',
  });
  const screen = screenOf(shell.stdout);
  t.is(shell.exitCode, 7, screen);
  t.regex(screen, /^ +1 +history; cd; pwd/m);
  t.regex(screen, /^\/tmp$/m);
  t.regex(screen, /^echo ran before$/m, 'and nothing was added to it');
  t.notRegex(screen, /^ran |ran by/m);
});

// eslint-disable-next-line no-control-regex -- escape codes start with a control character
const PIECES = /(\u001B\[([?0-9;]*)([A-Za-z]))|([^\u001B])/gsu;

/** What a terminal shows after some output, as far as a live line makes use of it. */
function screenOf(output: string): string {
  const lines = [''];
  let row = 0;
  let column = 0;
  for (const [, code, parameter = '', letter, text = ''] of output.matchAll(PIECES)) {
    const line = lines[row] ?? '';
    if (code === undefined) {
      if (text === '\n') {
        row += 1;
        lines[row] ??= '';
      } else if (text === '\r') {
        column = 0;
      } else {
        lines[row] = line.slice(0, column).padEnd(column) + text + line.slice(column + text.length);
        column += text.length;
      }
    } else if (letter === 'A') row = Math.max(0, row - Number(parameter || '1'));
    else if (letter === 'G') column = Number(parameter || '1') - 1;
    else if (letter === 'K') lines[row] = parameter === '2' ? '' : line.slice(0, column);
    else if (letter === 'J') lines.splice(row, Infinity, line.slice(0, column));
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}
