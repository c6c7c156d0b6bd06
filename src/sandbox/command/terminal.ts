import { spawn, type ChildProcess } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isatty } from 'node:tty';
import { killGroup, missingProgram, signalGroup } from '../../program/index.js';
import { FIXED_PATH, type HostPath } from '../../path.js';
import { findProgram } from '../../program/index.js';
import { exitCodeOf } from './entry.js';

/** How a process is run on the user's terminal. */
interface TerminalOptions {
  /** Its whole environment. */
  environment: NodeJS.ProcessEnv;
  directory?: HostPath;
  /** Also hears of what is told inside on descriptor 4. */
  told?: boolean;
  /** What the process reads from descriptor 5 and those after it, in their order. */
  inputs?: readonly Uint8Array[];
  /** The user of the machine to whom the process's own terminal belongs, if not to us. */
  owner?: number;
}

/** The descriptor of what a process is started with. */
const LIFELINE = 3;

/** The descriptor on which something is told. */
const TOLD = 4;

/** The descriptor of the first input. */
const FIRST_INPUT = 5;

/**
 * What a process is started with: a constant text for bash, to which all else comes on descriptor 3 as
 * words with a NUL behind each: their number, the descriptors that the process keeps, whose its terminal
 * is, and then env(1)'s. Whatever else stands open, of ours, of script(1) or of whoever called us, is
 * closed. Descriptor 3 is a lifeline too: when it ends, because we died or let go, so does the process.
 */
const START = `only() {
  local path descriptor
  for path in /proc/self/fd/*; do
    descriptor=\${path##*/}
    [[ $descriptor -le 2 || $1 == *" $descriptor "* ]] || exec {descriptor}>&-
  done
}
goes_on() {
  local parent
  read -r _ _ _ parent _ < "/proc/$BASHPID/stat"
  [[ $parent == "$$" ]]
}
read -r -d '' number <&3 || exit
mapfile -d '' -t -n "$number" words <&3
{
  only ''
  read -r _
  goes_on && kill -HUP "$$"
  for _ in {1..20}; do goes_on || exit; sleep 0.1; done
  kill -KILL "$$"
} <&3 >/dev/null 2>&1 &
if [[ -n \${words[1]} && -t 0 ]]; then chown -- "\${words[1]}" /proc/self/fd/0 || exit; fi
only "\${words[0]}"
exec env -i -- "\${words[@]:2}"`;

/** More than anybody has to tell, in bytes. */
const TOLD_AT_MOST = 4096;

/** Whether there is a terminal that the user types at. */
export function hasTerminal(): boolean {
  return isatty(0);
}

/**
 * Runs a process for the user to type at, which may be anybody's: never on the user's own terminal, since
 * whoever has that one open can type into it too (TIOCSTI), or read from it. It gets a terminal of its
 * own, with a session of its own, and script(1) stands between both. Ctrl-C is then the shell's there,
 * not ours. Without a terminal it reads what comes on our standard input, and has none.
 * @returns its exit code, and what came on descriptor 4 where that was asked for
 * @throws BuilderError MISSING_PROGRAM
 */
export async function runOnTerminal(
  argv: readonly [string, ...string[]],
  options: TerminalOptions,
): Promise<{ exitCode: number; told: string }> {
  return hasTerminal() ? await throughTerminal(argv, options) : await throughPipes(argv, options);
}

async function throughTerminal(
  argv: readonly [string, ...string[]],
  options: TerminalOptions,
): Promise<{ exitCode: number; told: string }> {
  const script = await findProgram('script');
  if (script === undefined) {
    throw missingProgram('script', { hint: 'Install it: apt-get install --yes bsdutils' });
  }
  const child = spawn(script, ['--quiet', '--return', '--command', START, '/dev/null'], {
    ...common(options),
    stdio: ['inherit', 'inherit', 'inherit', ...further(options)],
  });
  return await untilEnd(child, argv, options);
}

/**
 * Everything by pipes of our own: a terminal that is only written to can be read from as well, and a file by
 * its descriptor be opened anew.
 */
async function throughPipes(
  argv: readonly [string, ...string[]],
  options: TerminalOptions,
): Promise<{ exitCode: number; told: string }> {
  const child = spawn('bash', ['--norc', '--noprofile', '-c', START], {
    ...common(options),
    stdio: ['pipe', 'pipe', 'pipe', ...further(options)],
    // Out of the session of the user's terminal, which would be /dev/tty otherwise.
    detached: true,
  });
  child.once('exit', () => {
    killGroup(child.pid);
  });
  // A reader or writer that has gone is no fault of ours; who is left hears of it by the pipe.
  const { stdin, stdout, stderr } = child;
  if (stdin !== null) void pipeline(process.stdin, stdin).catch(gone);
  const shown = [show(stdout, process.stdout), show(stderr, process.stderr)];
  const ended = await untilEnd(child, argv, options, () => {
    signalGroup(child.pid, 'SIGINT');
  });
  await Promise.all(shown);
  return ended;
}

async function show(from: Readable | null, to: NodeJS.WriteStream): Promise<void> {
  if (from !== null) await pipeline(from, to, { end: false }).catch(gone);
}

function common({ directory }: TerminalOptions) {
  return {
    // script runs its command with SHELL.
    env: { PATH: FIXED_PATH, SHELL: '/bin/bash' },
    ...(directory !== undefined && { cwd: directory }),
  };
}

/** What is behind standard error. */
function further({ told = false, inputs = [] }: TerminalOptions) {
  return ['pipe', told ? 'pipe' : 'ignore', ...inputs.map(() => 'pipe' as const)] as const;
}

/**
 * Tells START what it has to know, and waits until its process has ended; or ends it when we are to end.
 * @param interrupt what is done about Ctrl-C, when it gets as far as here
 */
async function untilEnd(
  child: ChildProcess,
  argv: readonly [string, ...string[]],
  options: TerminalOptions,
  interrupt: () => void = () => undefined,
): Promise<{ exitCode: number; told: string }> {
  const streams: readonly unknown[] = child.stdio;
  const lifeline = writableOf(streams[LIFELINE]);
  for (const word of wordsOf(argv, options)) lifeline.write(`${word}\0`);
  options.inputs?.forEach((bytes, index) => writableOf(streams[FIRST_INPUT + index]).end(bytes));

  const cut = new AbortController();
  const end = () => {
    cut.abort();
    lifeline.end();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', end).on('SIGHUP', end);
  try {
    const telling = readAtMost(streams[TOLD], end);
    const [exitCode, signal] = await endOf(child);
    const told = await telling;
    const by = cut.signal.aborted ? 'SIGTERM' : (signal ?? undefined);
    return {
      exitCode: exitCodeOf(by === undefined ? (exitCode ?? undefined) : undefined, by),
      told,
    };
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', end).off('SIGHUP', end);
    lifeline.destroy();
  }
}

/** The words for START. */
function wordsOf(
  argv: readonly [string, ...string[]],
  { environment, told = false, inputs = [], owner }: TerminalOptions,
): (string | number)[] {
  const kept = [...(told ? [TOLD] : []), ...inputs.map((_, index) => FIRST_INPUT + index)];
  const assigned = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  const words = [kept.map((one) => ` ${one} `).join(''), owner ?? '', ...assigned, ...argv];
  return [words.length, ...words];
}

function endOf(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => {
      resolve([exitCode, signal]);
    });
  });
}

/** A stream to a process which may have ended before it has read it all. */
function writableOf(stream: unknown): Writable {
  if (!(stream instanceof Writable)) throw new TypeError('not a stream to a process');
  return stream.on('error', gone);
}

/** All that comes from a process, where something does. */
async function readAtMost(stream: unknown, tooMuch: () => void): Promise<string> {
  if (!(stream instanceof Readable)) return '';
  let text = '';
  stream.setEncoding('utf8');
  stream.on('error', gone);
  stream.on('data', (chunk: string) => {
    if (text.length < TOLD_AT_MOST) text += chunk;
    else tooMuch();
  });
  await new Promise((resolve) => stream.once('close', resolve));
  return text;
}

/** For those who write to what has ended, or read from it. */
function gone(): void {
  return undefined;
}
