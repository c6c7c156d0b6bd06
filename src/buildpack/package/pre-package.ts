import { cp, lstat, rm, writeFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { BuilderError, isMissingProgram } from '../../error.js';
import { asGroup, killGroup, programLines, startProgram } from '../../program/index.js';
import { inHost, type HostPath } from '../../path.js';
import { explainSystemError } from '../../files/index.js';
import { withTemporaryFolder } from '../../tree/index.js';
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
 * @throws BuilderError STEP_FAILED with its last lines when it ends with another exit code than 0;
 * DISK_FULL, NOT_WRITABLE
 */
export async function withPrePackage<T>(
  { line, directory, files }: PrePackage,
  context: ScriptContext,
  use: (copy: HostPath) => Promise<T>,
): Promise<T> {
  return await withTemporaryFolder('package', async (folder) => {
    const copy = inHost(folder, 'buildpack');
    await copyFolder(directory, copy, files);
    await run(line, copy, directory, context);
    return await use(copy);
  });
}

async function copyFolder(
  from: HostPath,
  to: HostPath,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  try {
    await cp(from, to, {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
      mode: constants.COPYFILE_FICLONE,
      filter: async (path) => {
        const stats = await lstat(path);
        return stats.isFile() || stats.isDirectory() || stats.isSymbolicLink();
      },
    });
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
  line: string,
  copy: HostPath,
  buildpack: HostPath,
  { emit, signal, conceal }: ScriptContext,
): Promise<void> {
  signal?.throwIfAborted();
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
  signal?.addEventListener('abort', end);
  child.once('exit', end);
  try {
    for await (const chunk of child.iterable({ from: 'all', binary: true })) lines.write(chunk);
    const rest = lines.rest();
    if (rest !== undefined) tell(rest);
    const { exitCode, signal: by, cause } = await child;
    signal?.throwIfAborted();
    if (isMissingProgram(cause)) throw missingBash(cause);
    const code = exitCode ?? 128;
    const milliseconds = performance.now() - started;
    emit({ type: 'script.finished', buildpack, script: SCRIPT, exitCode: code, milliseconds });
    if (code !== 0 || by !== undefined) throw scriptError(conceal(line), code, by, tail);
  } finally {
    signal?.removeEventListener('abort', end);
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
    hint: `It ran in a copy of the buildpack: bash -euo pipefail -c '${line.trimEnd()}'`,
  });
}

function missingBash(cause: unknown): BuilderError {
  return new BuilderError('MISSING_PROGRAM', 'bash, which runs pre_package, is not installed.', {
    hint: 'Install it: apt-get install bash',
    cause,
  });
}
