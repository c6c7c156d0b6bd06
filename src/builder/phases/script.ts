import { BuilderError } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { limitError, type Command, type Exceeded, type Sandbox } from '../../sandbox/index.js';
import type { Context } from '../../store/index.js';
import { intoShell } from '../place/index.js';
import { openLog } from './log.js';

/** A script to run in the sandbox, with what tells it apart in logs and messages. */
interface Script {
  build: string;
  label: string;
  /** The log's file name, without its ending. */
  log: string;
  text: string;
  args: readonly string[];
}

/** What running a script needs. */
interface ScriptContext extends Pick<Context, 'emit' | 'signal'> {
  sandbox: Sandbox;
  logs: HostPath;
}

/** A script that ended with something else than 0, or was ended. */
export interface ScriptFailure {
  exitCode: number;
  tail: string[];
  log: HostPath;
  /** The limit that made it fail. */
  exceeded?: Exceeded;
}

/** The arguments that run a script: the text stays as it is, data follow it as arguments. */
function scriptArgv(text: string, args: readonly string[]): [string, ...string[]] {
  // umask is part of what is fixed for every step: a tool's default modes end up in the artifact.
  return ['bash', '-euo', 'pipefail', '-c', `umask 022\n${text}`, 'step', ...args];
}

/** Runs a script with its output in a log; answers what went wrong, or undefined. */
export async function runScript(
  script: Script,
  command: Omit<Command, 'argv'>,
  { sandbox, logs, emit, signal }: ScriptContext,
): Promise<ScriptFailure | undefined> {
  const path = inHost(logs, `${script.log}.log`);
  const log = openLog(path, (line) => {
    emit({ type: 'log', build: script.build, phase: script.label, line });
  });
  try {
    const { exitCode, exceeded } = await sandbox.run(
      { ...command, argv: scriptArgv(script.text, script.args) },
      {
        onOutput: (chunk) => log.write(chunk),
        signal,
      },
    );
    if (exitCode === 0) return undefined;
    return { exitCode, tail: log.tail(), log: path, ...(exceeded && { exceeded }) };
  } finally {
    await log.close();
  }
}

/**
 * The error of a step that failed, with the end of its log and the way into its sandbox.
 * @param known what is known of why, and what to do about it
 */
export function stepError(
  what: string,
  build: string,
  failure: ScriptFailure,
  known?: { what: string; hint: string },
): BuilderError {
  const log = `The whole log is ${failure.log}`;
  const next = intoShell(build);
  if (failure.exceeded !== undefined) {
    const details = { where: 'recipe', excerpt: failure.tail, hint: log, next } as const;
    return limitError('STEP_FAILED', what, failure.exceeded, details);
  }
  const why = known === undefined ? '' : `: ${known.what}`;
  return new BuilderError(
    'STEP_FAILED',
    `${what} failed with exit code ${failure.exitCode}${why}.`,
    {
      excerpt: failure.tail,
      hint: (known === undefined ? '' : `${known.hint}\n`) + log,
      next,
    },
  );
}
