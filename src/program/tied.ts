import { FIXED_PATH } from '../path.js';
import { findProgram } from './find-program.js';

/**
 * Becomes a program unless we have died: $1 is our process id. In Perl, since a shell would change the
 * environment: it adds its directory, and takes away what has a name that it doesn't know.
 */
const UNLESS_DEAD = 'exit 137 if getppid != shift; exec { $ARGV[0] } @ARGV or exit 127';

/**
 * Runs a program and all that it starts as one, in a process group of its own: when we die, $1 is sent to
 * each. $2 is our process id. $3 is a folder that goes at the end, whoever owns what is in it, or empty;
 * what was killed may take a moment to be gone from it.
 */
const AS_GROUP = `[ "$PPID" = "$2" ] || exit 137
death=$1
trap 'trap "" TERM; kill -s "$death" 0' TERM
scratch=$3
shift 3
exec 3<&0
"$@" <&3 3<&- &
exec 3<&-
wait "$!"
code=$?
wait
[ -z "$scratch" ] || rm -rf -- "$scratch" || { sleep 1; rm -rf -- "$scratch"; }
exit "$code"`;

/** Has a program told by SIGTERM that its parent has died, however that died: PR_SET_PDEATHSIG of prctl(2). */
export const TOLD_OF_DEATH = ['setpriv', '--pdeathsig', 'TERM', '--'] as const;

/** How a group of processes ends when we die. */
interface GroupEnd {
  /** TERM for what cleans up only when every part of it is told to end. */
  readonly death: 'TERM' | 'KILL';
  /** A folder that goes when all of it has ended. */
  readonly scratch?: string;
  /** bash where the program gets what only bash hands on: functions that the user has exported. */
  readonly shell?: 'sh' | 'bash';
}

/**
 * The argv of a program that ends with all that it started when its parent dies, to be started as the
 * leader of a group behind {@link TOLD_OF_DEATH}.
 * @param parent the process id of whoever is told of, as the group sees it
 */
export function asGroup(
  argv: readonly [string, ...string[]],
  { death, scratch = '', shell = 'sh' }: GroupEnd,
): [string, ...string[]] {
  return [shell, '-c', AS_GROUP, 'group', death, String(process.pid), scratch, ...argv];
}

/**
 * The argv of a program that ends when we die. A program that isn't there, or a machine without what this
 * takes, is left as it is: whoever starts it finds that out.
 * @param path the PATH by which it is looked for
 */
export async function tied(
  argv: readonly [string, ...string[]],
  path: string | undefined,
): Promise<[string, ...string[]]> {
  const [program] = argv;
  const isThere = program.includes('/') || (await findProgram(program, path)) !== undefined;
  tools ??= Promise.all(['setpriv', 'perl'].map((name) => findProgram(name, FIXED_PATH)));
  const [setpriv, perl] = await tools;
  if (!isThere || setpriv === undefined) return [...argv];
  const [, ...options] = TOLD_OF_DEATH;
  // A group looks itself whether its parent is there, and perl takes twice as long to start as all the rest.
  const unlessDead =
    perl === undefined || argv[2] === AS_GROUP
      ? []
      : [perl, '-e', UNLESS_DEAD, String(process.pid)];
  return [setpriv, ...options, ...unlessDead, ...argv];
}

let tools: Promise<(string | undefined)[]> | undefined;
