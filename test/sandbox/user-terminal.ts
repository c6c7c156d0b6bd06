import os from 'node:os';
import type { ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hostPath } from '../../src/path.js';
import { compiled } from '../compiled.js';

/** Types a line wherever a program of the sandbox has a terminal open: its own, if it is one. */
export const TYPE = `for my $name ('/dev/tty', '/proc/self/fd/0', '/proc/self/fd/1', '/proc/self/fd/2', '/dev/console') {
  open(my $terminal, '+<', $name) or next;
  ioctl($terminal, 0x5412, $_) for split //, "touch typed\\n";
}
print "typed\\n"`;

/** Says what waits in a terminal to be read, and whether it is as shells have it. */
const LOOK = `stty -icanon min 0 time 0; pending=$(cat); stty icanon
printf 'left in the terminal: [%s]\\n' "$pending"`;

/** A program on a terminal of a user who types. */
export interface OnTerminal {
  type(text: string): void;
  /** Waits until the terminal shows something; everything that it has shown. @throws Error at the end */
  shows(pattern: RegExp): Promise<string>;
  /** All that it showed until its end. */
  finished: Promise<{ exitCode: number; screen: string }>;
}

/**
 * Starts a file of this folder on a terminal of 33 lines with 99 columns, and then looks at what is
 * left of that one.
 * @param environment what the file sees beside PATH
 * @param before a text for bash that leads to the file's start, `"$@"`
 */
export function startOnTerminal(
  t: ExecutionContext,
  file: string,
  environment: Readonly<Record<string, string>>,
  before = '"$@"',
): OnTerminal {
  const text = `set -- "$NODE" "$FILE"
stty rows 33 cols 99; echo "the terminal is $(tty)"; before=$(stty -g)
${before}
code=$?
[ "$(stty -g)" = "$before" ] && echo 'its modes are as before'
${LOOK}
exit "$code"`;
  const [node, compiledFile] = compiled(hostPath(import.meta.dirname, 'process', file));
  const child = execa('script', ['--quiet', '--return', '--command', text, '/dev/null'], {
    env: {
      PATH: process.env.PATH,
      HOME: os.tmpdir(),
      SHELL: '/bin/bash',
      TERM: 'xterm',
      NODE: node,
      FILE: compiledFile,
      ...environment,
    },
    extendEnv: false,
    // What a caller left open: none of it may get to a shell.
    stdio: ['pipe', 'pipe', 'inherit', 'pipe', 'pipe', 'ignore', 'pipe'],
    buffer: false,
    reject: false,
  });
  t.teardown(() => child.kill('SIGKILL'));
  let screen = '';
  let looks: (() => void)[] = [];
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    screen += chunk.replaceAll('\r', '');
    for (const look of looks) look();
  });
  const finished = child.then(({ exitCode = 128 }) => ({ exitCode, screen }));
  return {
    type: (typed) => child.stdin.write(typed),
    shows: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(screen)) return;
          looks = looks.filter((other) => other !== look);
          resolve(screen);
        };
        looks.push(look);
        look();
        void finished.then(() => {
          look();
          reject(new Error(`${String(pattern)} was never shown:\n${screen}`));
        });
      }),
    finished,
  };
}
