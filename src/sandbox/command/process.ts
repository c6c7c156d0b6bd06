import type { Readable } from 'node:stream';
import { BuilderError, isMissingProgram } from '../../error.js';
import { killGroup, missingProgram, startProgram, throwIfAborted } from '../../program/index.js';
import type { HostPath } from '../../path.js';
import { exitCodeOf } from './entry.js';
import { withoutInherited } from './inherited.js';
import type { Captured, OnOutput } from './sandbox.js';
import { settled } from './settled.js';

/** A process of the machine that holds a sandbox. */
interface ProcessRequest {
  argv: readonly [string, ...string[]];
  /** Its whole environment. */
  environment: NodeJS.ProcessEnv;
  directory?: HostPath;
  /** Whether standard input stays open until the process ends or is told to. */
  lifeline: boolean;
  /** Gets standard output as it comes, which is then not kept. What it answers is waited for. */
  onOutput?: OnOutput | undefined;
  /** Also hears of what bubblewrap says on descriptor 3, and ends when all in the sandbox has ended. */
  status?: boolean;
  /** Also hears of what is told inside the sandbox on descriptor 4. */
  told?: boolean;
  /** What the process reads from the descriptors after these, in their order. */
  inputs?: readonly Uint8Array[];
  /** Also hears, on the descriptor after those, of what a bubblewrap around the sandbox says. */
  around?: boolean;
  /** Whether what is left of its process group is killed when it ends. */
  sweep?: boolean;
  signal?: AbortSignal;
}

/** How the process ended. */
export interface Ended extends Captured {
  /** What came on descriptor 3. */
  status: string;
  /** What came on descriptor 4. */
  told: string;
}

/** Milliseconds that a sandbox whose lifeline was cut gets to end by itself. */
const GRACE = 10_000;

/** Bytes kept of each stream that nobody listens to. */
const KEPT = 64 * 1024 * 1024;

/**
 * Runs a process to its end in a session of its own: Ctrl-C on the terminal reaches us alone, and
 * we end it by cutting the lifeline, or by SIGKILL where there is none.
 * @throws BuilderError MISSING_PROGRAM, INTERRUPTED
 */
export async function runProcess(request: ProcessRequest): Promise<Ended> {
  const { signal, onOutput } = request;
  const extra = [
    ...(request.status === true ? (['pipe'] as const) : []),
    ...(request.told === true ? (['pipe'] as const) : []),
    ...(request.inputs ?? []),
    ...(request.around === true ? (['pipe'] as const) : []),
  ];
  const argv = withoutInherited(request.argv, 3 + extra.length);
  const [program] = argv;
  const { child } = await startProgram(
    argv,
    {
      env: request.environment,
      extendEnv: false,
      ...(request.directory !== undefined && { cwd: request.directory }),
      stdio: [request.lifeline ? 'pipe' : 'ignore', 'pipe', 'pipe', ...extra],
      encoding: 'buffer',
      buffer: { stdout: onOutput === undefined },
      maxBuffer: KEPT,
      stripFinalNewline: false,
      detached: true,
      reject: false,
    },
    request.lifeline ? 'by itself' : 'with us',
  );
  if (onOutput !== undefined) hand(child.stdout, onOutput);
  if (request.sweep === true)
    child.once('exit', () => {
      killGroup(child.pid);
    });

  const end = () => {
    if (!request.lifeline) {
      killGroup(child.pid);
      return;
    }
    child.stdin?.destroy();
    setTimeout(() => child.kill('SIGKILL'), GRACE).unref();
  };
  // Whoever interrupted while the program was started is heard of too.
  if (signal?.aborted) end();
  else signal?.addEventListener('abort', end, { once: true });
  try {
    const result = await child;
    const status = request.status === true ? textOf(result.stdio[3]) : '';
    await settled(request.around === true ? textOf(result.stdio[2 + extra.length]) : status);
    throwIfAborted(signal);
    if (isMissingProgram(result)) throw missingProgram(program);
    if (result.isMaxBuffer) {
      throw new BuilderError('SANDBOX_FAILED', `${program} wrote more than can be kept`);
    }
    return {
      exitCode: exitCodeOf(result.exitCode, result.signal),
      stdout: textOf(result.stdout),
      stderr: textOf(result.stderr),
      status,
      told: request.told === true ? textOf(result.stdio[4]) : '',
    };
  } finally {
    signal?.removeEventListener('abort', end);
    child.stdin?.destroy();
  }
}

/** Hands on what comes, no more of it while the taker is not done: what is written waits in its pipe. */
function hand(output: Readable, take: OnOutput): void {
  output.on('data', (chunk: Buffer) => {
    const taken = take(chunk);
    if (!(taken instanceof Promise)) return;
    output.pause();
    void taken.finally(() => output.resume());
  });
}

function textOf(bytes: unknown): string {
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('utf8') : '';
}
