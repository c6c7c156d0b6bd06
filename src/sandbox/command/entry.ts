import { constants } from 'node:os';
import type { Counters } from '../limits/judge.js';
import { ULIMITS, ulimitArguments } from '../limits/entry.js';
import type { Limits } from '../limits/limits.js';
import type { Command } from './sandbox.js';

/**
 * What runs a command inside a sandbox: a constant script, to which everything else is an argument.
 * `env -i` makes the command's environment exactly the given one, whatever an image or the shell
 * has put into it. Limits come first.
 */
const PLAIN = `${ULIMITS}
umask 022
exec /usr/bin/env -i -- "$@"`;

/** Like PLAIN, with standard error going where standard output goes, so that their order stays. */
const MERGED = `${ULIMITS}
umask 022
exec /usr/bin/env -i -- "$@" 2>&1`;

/**
 * For sandboxes that would outlive us. Standard input is a lifeline: when it ends, because we died
 * or let go, everything that the command started is killed; the script itself is then the first
 * process of its container, which ends with it. The exit code comes out at the end of standard
 * error, behind a word of our own ($1), since that of a client can't be relied on: docker's on
 * podman always says 0; and behind it what the kernel counted of the container's own cgroup (of version
 * 2 or 1), which is gone with it. $2 is `merged` or `apart`.
 */
const LIFELINE = `${ULIMITS}
umask 022
word=$1
streams=$2
shift 2
exec 3<&0 </dev/null
{ while read -r _; do :; done; kill -KILL 0; } <&3 3<&- >/dev/null 2>&1 &
lifeline=$!
exec 3<&-
if [ "$streams" = merged ]; then
  /usr/bin/env -i -- "$@" 2>&1
else
  /usr/bin/env -i -- "$@"
fi
code=$?
counted=
count() {
  number=-
  for file in "$2" "$3"; do
    [ -r "$file" ] || continue
    while read -r key value; do [ "$key" != "$1" ] || number=$value; done <"$file"
  done
  counted="$counted $number"
}
count oom_kill /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control
count max /sys/fs/cgroup/pids.events /sys/fs/cgroup/pids/pids.events
printf '%s %s%s\\n' "$word" "$code" "$counted" >&2
kill -KILL "$lifeline"
exit "$code"`;

/**
 * For a sandbox whose last process says nothing of the command: PRoot waits for all that a command
 * left running, and knows no signals. $1 is the directory, $2 is `merged` or `apart`. The exit code
 * goes to descriptor 4, which the command doesn't have, and then everything else is ended. Ctrl-C is
 * the command's.
 */
const TOLD = `${ULIMITS}
umask 022
trap : INT QUIT
cd -P -- "$1" || exit
streams=$2
shift 2
if [ "$streams" = merged ]; then
  /usr/bin/env -i -- "$@" 2>&1 4>&-
else
  /usr/bin/env -i -- "$@" 4>&-
fi
printf '%s\\n' "$?" >&4
kill -KILL -1`;

/** Whether both streams come out as one, in order, or each by itself. */
export type Streams = 'merged' | 'apart';

/** Limits that a command inside is held to; for `counted` see `ulimitArguments`. */
export interface Inside {
  limits: Limits | undefined;
  counted: 'own' | 'shared';
}

/** The argv that runs a command inside, where the sandbox ends with us by itself. */
export function plainEntry(
  command: Command,
  streams: Streams,
  { limits, counted }: Inside,
): string[] {
  const text = streams === 'merged' ? MERGED : PLAIN;
  return ['/bin/sh', '-c', text, 'step', ...ulimitArguments(limits, counted), ...assigned(command)];
}

/** The argv that runs a command inside, in its directory, and tells its exit code on descriptor 4. */
export function toldEntry(command: Command, streams: Streams, limits?: Limits): string[] {
  const ulimits = ulimitArguments(limits, 'own');
  return [
    ...['/bin/sh', '-c', TOLD, 'step', ...ulimits, command.directory, streams],
    ...assigned(command),
  ];
}

/** What {@link toldEntry} told; undefined when it did not come so far. */
export function readTold(told: string): number | undefined {
  return /^\d+\n$/.test(told) ? Number.parseInt(told, 10) : undefined;
}

/**
 * The argv that runs a command inside for as long as standard input stays open.
 * @param word what the exit code is told with, unlike anything that a command writes
 */
export function lifelineEntry(
  command: Command,
  streams: Streams,
  word: string,
  { limits, counted }: Inside,
): string[] {
  const ulimits = ulimitArguments(limits, counted);
  return ['/bin/sh', '-c', LIFELINE, 'step', ...ulimits, word, streams, ...assigned(command)];
}

/** What {@link lifelineEntry} wrote to standard error, taken apart; undefined without an exit code. */
export function readLifeline(
  stderr: string,
  word: string,
): { exitCode: number; stderr: string; counters: Counters } | undefined {
  const start = stderr.lastIndexOf(`${word} `);
  if (start === -1) return undefined;
  const [told = ''] = stderr.slice(start).split('\n', 1);
  const [exitCode = NaN, oomKills = NaN, refusedForks = NaN] = told
    .slice(word.length + 1)
    .split(' ')
    .map((number) => Number.parseInt(number, 10));
  if (Number.isNaN(exitCode)) return undefined;
  return {
    exitCode,
    stderr: stderr.slice(0, start) + stderr.slice(start + told.length + 1),
    counters: { oomKills: known(oomKills), refusedForks: known(refusedForks) },
  };
}

function known(number: number): number | undefined {
  return Number.isNaN(number) ? undefined : number;
}

/** env(1)'s arguments: the environment, sorted, then the program. */
function assigned({ environment, argv }: Command): string[] {
  for (const name of Object.keys(environment)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new TypeError(`not the name of an environment variable: ${name}`);
    }
  }
  const variables = Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return [...variables, ...argv];
}

/** The exit code that a shell gives a program which died of a signal. */
export function exitCodeOf(exitCode: number | undefined, signal: string | undefined): number {
  if (exitCode !== undefined) return exitCode;
  const numbers: Readonly<Record<string, number>> = constants.signals;
  return 128 + ((signal === undefined ? undefined : numbers[signal]) ?? 0);
}
