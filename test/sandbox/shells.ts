import { randomUUID } from 'node:crypto';
import test from 'ava';
import { hostPath } from '../../src/path.js';
import type { RunnerName } from '../../src/sandbox/index.js';
import { comesTrue, processesWith } from '../e2e/cli.js';
import { startOnTerminal, TYPE } from './user-terminal.js';

/** What a sandbox's shell is for the user who types at it, and what it is not for what runs in there. */
export function givesShells(runner: RunnerName): void {
  test('a shell has a terminal of its own, which is all that it has, and job control', async (t) => {
    const run = startOnTerminal(t, 'terminal.ts', { RUNNER: runner });
    await run.shows(/ready> /);
    run.type('stty size; echo to it >/dev/stderr; echo "left ""over" >/dev/tty\n');
    await run.shows(/^left over\n/m);
    run.type(
      'n=0; while [ $n -lt 255 ]; do [ -e /proc/self/fd/$n ] && printf "<%s>" $n; ((n++)); done; echo\n',
    );
    await run.shows(/^(<\d+>)+\n/m);
    run.type("env | sed 's/=.*//' | sort | tr '\\n' ' '; echo end\n");
    await run.shows(/ end\n/);
    run.type('sleep 600 &\njobs\nkill %1; exit 5\nexit 5\n');
    const { exitCode, screen } = await run.finished;
    t.is(exitCode, 5, screen);
    t.regex(screen, /^33 99$/m);
    t.regex(screen, /^to it$/m);
    t.regex(screen, /^<0><1><2>$/m);
    t.regex(screen, /^HISTFILE HOME LANG PATH PS1 PWD SHLVL TERM _ end$/m);
    t.regex(screen, /Running +sleep 600 &/);
    t.notRegex(screen, /no job control/);
    t.regex(screen, /^its modes are as before$/m);
  });

  test('a program in a shell can’t type into the user’s terminal', async (t) => {
    const run = startOnTerminal(t, 'terminal.ts', { RUNNER: runner });
    await run.shows(/ready> /);
    run.type(
      `perl -e "${TYPE.replaceAll('\n', ' ').replaceAll(/["$\\]/g, String.raw`\$&`)}"; exit 6\nexit 6\n`,
    );
    const { exitCode, screen } = await run.finished;
    t.is(exitCode, 6, screen);
    t.regex(screen, /^typed$/m);
    t.regex(screen, /^left in the terminal: \[\]$/m);
  });

  test('what is piped into a shell is run there, without a terminal', async (t) => {
    const before = `printf '%s\\n' 'echo "<$(tty)>"; (: <>/dev/tty) && echo "has ""one"' 'echo "so ""far"; exit 7' | "$@"`;
    const { exitCode, screen } = await startOnTerminal(t, 'terminal.ts', { RUNNER: runner }, before)
      .finished;
    t.is(exitCode, 7, screen);
    // What was typed stands there too, written otherwise, and before each line, as another stream.
    t.regex(screen, /<not a tty>$/m);
    t.regex(screen, /so far$/m);
    t.notRegex(screen, /has one/);
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    test(`a shell whose user has gone ends with all that it runs: ${signal}`, async (t) => {
      const before = '"$@" <&0 & echo "we are $!"; wait "$!"';
      const run = startOnTerminal(t, 'terminal.ts', { RUNNER: runner }, before);
      await run.shows(/ready> /);
      const mark = randomUUID();
      run.type(`sh -c 'trap "" HUP TERM; echo sta""rted; sleep 600; : ${mark}' & wait\n`);
      const screen = await run.shows(/^started\n/m);
      process.kill(Number(/^we are (\d+)$/m.exec(screen)?.[1]), signal);
      const nothing = async () => (await processesWith(hostPath('/', mark))).length === 0;
      t.true(await comesTrue(nothing));
      await run.finished;
    });
  }
}
