import { mkdir, rm, writeFile } from 'node:fs/promises';
import { Deadline } from '../../deadline.js';
import { BuilderError, isMissingProgram } from '../../error.js';
import { asGroup, killGroup, programLines, startProgram } from '../../program/index.js';
import { limitText, type LimitValue, USUAL_TIME } from '../../limit.js';
import { inHost, type HostPath } from '../../path.js';
import { explainSystemError } from '../../files/index.js';
import { copyEntry, finishFolders, listTree, withTemporaryFolder } from '../../tree/index.js';
import type { Context } from '../../store/index.js';

/** How many of a script's last lines an error shows. */
const TAIL = 20;

const SCRIPT = 'pre_package';

/** A buildpack's own build script. */
interface PrePackage {
  /** Of shell. */
  readonly line: string;
  /** The buildpack. */
  readonly directory: HostPath;
  /** What its copy has at some paths instead. */
  readonly files: ReadonlyMap<string, string>;
  /** Seconds that it may take; USUAL_TIME unless given. */
  readonly time: LimitValue | undefined;
}

/** What a script is run with. */
type ScriptContext = Pick<Context, 'emit' | 'signal'> & {
  /** Takes the secrets of addresses out of what it says. */
  readonly conceal: (text: string) => string;
};

/**
 * Runs a buildpack's own build script in a copy of the buildpack, with the user's environment. The copy is
 * gone afterwards.
 * @param use what is done with the copy, once the script has ended well
 * @throws BuilderError STEP_FAILED with its last lines when it ends with another exit code than 0, or takes too long;
 * DISK_FULL, NOT_WRITABLE
 */
export async function withPrePackage<T>(
  script: PrePackage,
  context: ScriptContext,
  use: (copy: HostPath) => Promise<T>,
): Promise<T> {
  return await withTemporaryFolder('package', async (folder) => {
    const copy = inHost(folder, 'buildpack');
    await copyFolder(script, copy, context.signal);
    await run(script, copy, context);
    return await use(copy);
  });
}

async function copyFolder(
  { directory: from, files }: PrePackage,
  to: HostPath,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    const copying = { from, to, signal };
    const entries = (await listTree(from, signal)).filter(({ kind }) => kind !== 'special');
    await mkdir(to);
    for (const entry of entries) {
      signal?.throwIfAborted();
      await copyEntry(copying, entry);
    }
    await finishFolders(copying, entries);
    for (const [path, text] of files) {
      // It may be a link.
      await rm(inHost(to, path), { recursive: true, force: true });
      await writeFile(inHost(to, path), text);
    }
  } catch (error) {
    throw explainSystemError(error, to);
  }
}

async function run(
  { line, directory: buildpack, time = USUAL_TIME }: PrePackage,
  copy: HostPath,
  { emit, signal: interrupt, conceal }: ScriptContext,
): Promise<void> {
  interrupt?.throwIfAborted();
  const started = performance.now();
  emit({ type: 'script.started', buildpack, script: SCRIPT });
  const tail: string[] = [];
  const tell = (line: string) => {
    const shown = conceal(line);
    tail.push(shown);
    if (tail.length > TAIL) tail.shift();
    emit({ type: 'script.line', buildpack, script: SCRIPT, line: shown });
  };
  const lines = programLines(tell);
  const script = ['bash', '-euo', 'pipefail', '-c', line] as const;
  const group = asGroup(script, { death: 'KILL', shell: 'bash' });
  const { child } = await startProgram(group, {
    cwd: copy,
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
    // A group of its own: what it started ends with it.
    detached: true,
  });
  const end = () => {
    killGroup(child.pid);
  };
  const deadline = new Deadline(time === 'none' ? Infinity : time * 1000, interrupt, () =>
    lateError(conceal(line), time, tail),
  );
  const { signal } = deadline;
  signal.addEventListener('abort', end);
  child.once('exit', end);
  try {
    for await (const chunk of child.iterable({ from: 'all', binary: true })) lines.write(chunk);
    const rest = lines.rest();
    if (rest !== undefined) tell(rest);
    const { exitCode, signal: by, cause } = await child;
    signal.throwIfAborted();
    if (isMissingProgram(cause)) throw missingBash(cause);
    const code = exitCode ?? 128;
    const milliseconds = performance.now() - started;
    emit({ type: 'script.finished', buildpack, script: SCRIPT, exitCode: code, milliseconds });
    if (code !== 0 || by !== undefined) throw scriptError(conceal(line), code, by, tail);
  } finally {
    deadline.end();
    signal.removeEventListener('abort', end);
    end();
  }
}

function scriptError(
  line: string,
  code: number,
  by: string | undefined,
  tail: readonly string[],
): BuilderError {
  const how = by === undefined ? `failed with exit code ${code}` : `was ended by ${by}`;
  return new BuilderError('STEP_FAILED', `pre_package ${how}; no zip was written.`, {
    excerpt: tail,
    hint: whereItRan(line),
  });
}

function lateError(line: string, time: LimitValue, tail: readonly string[]): BuilderError {
  const more = time === 'none' ? time : limitText('time', time * 2);
  return new BuilderError(
    'STEP_FAILED',
    `pre_package exceeded the limit time=${limitText('time', time)}: it was not done by then, and was ended; no zip was written.`,
    {
      excerpt: tail,
      hint: `To raise the limit: --limit time=${more}; none switches it off.\n${whereItRan(line)}`,
    },
  );
}

function whereItRan(line: string): string {
  return `It ran in a copy of the buildpack: bash -euo pipefail -c '${line.trimEnd()}'`;
}

function missingBash(cause: unknown): BuilderError {
  return new BuilderError('MISSING_PROGRAM', 'bash, which runs pre_package, is not installed.', {
    hint: 'Install it: apt-get install bash',
    cause,
  });
}
