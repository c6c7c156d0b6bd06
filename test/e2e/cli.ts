import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { execa } from 'execa';
import { z } from 'zod';
import { outputSchema } from '../../src/cli/schema/output.js';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { preparedRoot, testCache } from '../prepared-root.js';

const PROGRAM = hostPath(import.meta.dirname, '../../bin/binary-builder');

/** One JSON line of `--json`; what tests look at is typed, the rest is there too. */
const toldSchema = z.looseObject({
  type: z.string(),
  build: z.string().optional(),
  phase: z.string().optional(),
  line: z.string().optional(),
  reason: z.string().optional(),
  reused: z.boolean().optional(),
  message: z.string().optional(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      hint: z.string().optional(),
      excerpt: z.array(z.string()),
    })
    .optional(),
  entry: z.string().optional(),
  artifact: z
    .object({ path: z.string(), size: z.number(), md5: z.string(), sha256: z.string() })
    .optional(),
});

/** See {@link toldSchema}. */
export type Told = z.infer<typeof toldSchema>;

/** What a run of the command line sees of the machine: nothing else of our environment gets to it. */
export interface Surroundings {
  /** Working directory: `./recipes`, `./stacks` and, unless said, the output are in it. */
  cwd: string;
  /** BINARY_BUILDER_CACHE */
  cache: string;
  /** Added to, or instead of, the few variables that every run has. */
  env?: Readonly<Record<string, string>>;
  /** What starts the program, such as `unshare --mount sh -c '…; exec "$@"' sh`. */
  through?: readonly string[];
  /** Standard input; empty unless given. */
  input?: string;
}

/** How a run ended. */
export interface Finished {
  /** 128 + n when a signal ended it. */
  exitCode: number;
  stdout: string;
  stderr: string;
  /** Every line of standard output as JSON; throws at one that isn't. */
  json(): unknown[];
  /** Those of them that are events. */
  events(): Told[];
}

/** A run that goes on. */
export interface Running {
  pid: number;
  /**
   * The first event, from the beginning on, that is wanted.
   * @throws Error when the run ends without it
   */
  event(wanted: (event: Told) => boolean): Promise<Told>;
  /** Standard output so far. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  finished: Promise<Finished>;
}

/** Runs the command line as a process to its end, whatever that is. */
export function runCli(args: readonly string[], surroundings: Surroundings): Promise<Finished> {
  return startCli(args, surroundings).finished;
}

/** Ends with the processor time of all that it ran, in two lines of `0m1.25s 0m0.50s`. */
const TELL_TIMES = ['sh', '-c', '"$@"; code=$?; times >&2; exit "$code"', 'sh'];

/** Runs the command line as {@link runCli} does, and tells the seconds of processor time that it took. */
export async function runTimed(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<{ finished: Finished; seconds: number }> {
  const { through = [] } = surroundings;
  const finished = await runCli(args, { ...surroundings, through: [...TELL_TIMES, ...through] });
  const told = finished.stderr.trimEnd().split('\n').at(-1) ?? '';
  const times = [...told.matchAll(/(\d+)m([\d.]+)s/g)];
  if (times.length !== 2) throw new Error(`no processor times in '${told}'`);
  const seconds = times.reduce(
    (sum, [, minutes, rest]) => sum + 60 * Number(minutes) + Number(rest),
    0,
  );
  return { finished, seconds };
}

/** Starts the command line as a process. To wait for events it has to be told `--json`. */
export function startCli(args: readonly string[], surroundings: Surroundings): Running {
  const { cwd, cache, env = {}, through = [], input } = surroundings;
  const argv = [...through, process.execPath, PROGRAM, ...args];
  const [program = process.execPath, ...rest] = argv;
  const child = execa(program, rest, {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: cwd,
      TMPDIR: os.tmpdir(),
      LANG: 'C.UTF-8',
      BINARY_BUILDER_CACHE: cache,
      ...env,
    },
    extendEnv: false,
    input: input ?? '',
    reject: false,
    stripFinalNewline: false,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`can't start ${program}`);

  const told = followEvents(child.stdout);
  const finished = child.then(({ exitCode, signal, stdout, stderr }) => {
    const lines = () => stdout.split('\n').filter((line) => line !== '');
    const json = () => lines().map((line): unknown => JSON.parse(line));
    if (args.includes('--json')) requireDocumented(stdout);
    return {
      exitCode: exitCode ?? 128 + (signal === undefined ? 0 : os.constants.signals[signal]),
      stdout,
      stderr,
      json,
      events: () => json().flatMap((data) => toldSchema.safeParse(data).data ?? []),
    };
  });
  const run: Running = {
    pid,
    event: (wanted) => told.first(wanted, finished),
    output: told.output,
    kill: (signal) => child.kill(signal),
    finished,
  };
  underWay.set(run, cache);
  void finished.then(() => underWay.delete(run));
  return run;
}

/** Runs that have not ended, with their caches. */
const underWay = new Map<Running, string>();

/** @throws Error for a line of `--json` that isn't one of those that its schema has */
function requireDocumented(stdout: string): void {
  // What follows the last line's end was cut off by a signal.
  for (const line of stdout.split('\n').slice(0, -1)) {
    const { error } = outputSchema.safeParse(JSON.parse(line));
    if (error !== undefined) throw new Error(`${line}\n${z.prettifyError(error)}`);
  }
}

/** Reads events from a stream while they come. */
function followEvents(stream: NodeJS.ReadableStream) {
  stream.setEncoding('utf8');
  const events: Told[] = [];
  const watchers = new Set<() => void>();
  let rest = '';
  let output = '';
  stream.on('data', (chunk: string) => {
    output += chunk;
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('{"type"')) events.push(toldSchema.parse(JSON.parse(line)));
    }
    for (const look of watchers) look();
  });
  return {
    output: () => output,
    first(wanted: (event: Told) => boolean, finished: Promise<Finished>): Promise<Told> {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = events.find(wanted);
          if (found === undefined) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
        void finished.then(({ exitCode, stdout, stderr }) => {
          look();
          if (!watchers.delete(look)) return;
          const end = `${stdout.slice(-2000)}\n${stderr.slice(-2000)}`;
          reject(new Error(`it ended with ${exitCode} before that event:\n${end}`));
        });
      });
    },
  };
}

/** A folder of the test's own, gone when it ends, and with it the runs whose cache is in it. */
export async function temporaryFolder(t: ExecutionContext): Promise<HostPath> {
  const folder = hostPath(await mkdtemp(path.join(os.tmpdir(), 'binary-builder-e2e-')));
  t.teardown(async () => {
    const left = [...underWay].filter(([, cache]) => cache.startsWith(folder)).map(([run]) => run);
    for (const run of left) run.kill('SIGKILL');
    await Promise.all(left.map((run) => run.finished));
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  return folder;
}

/**
 * A cache of the test's own in which the stack debian12 is ready, since its roots are those that all
 * tests of this machine share. Never prune it.
 */
export async function cacheWithStack(folder: HostPath): Promise<HostPath> {
  // A root that is ready needs no lock, so the locks can stay apart.
  await preparedRoot();
  await preparedRoot({ toolchain: true });
  const cache = inHost(folder, 'cache');
  await mkdir(cache, { recursive: true });
  await symlink(inHost(testCache, 'stacks'), inHost(cache, 'stacks'));
  return cache;
}

/** Waits for something that no event tells; a minute at most. */
export async function comesTrue(condition: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (await condition()) return true;
    await delay(50);
  }
  return false;
}

/**
 * Processes that have to do with a folder: it is among their arguments, or something of it is
 * mounted where they live, as it is for all that runs in a sandbox.
 */
export async function processesWith(folder: HostPath): Promise<string[]> {
  const mark = path.basename(folder);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const related = await Promise.all(
    pids.map(async (pid) => {
      const [arguments_, mounts] = await Promise.all(
        ['cmdline', 'mountinfo'].map((name) =>
          readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => ''),
        ),
      );
      return `${arguments_ ?? ''}\n${mounts ?? ''}`.includes(mark);
    }),
  );
  return pids.filter((_, index) => related[index]);
}
