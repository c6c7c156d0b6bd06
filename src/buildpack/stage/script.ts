import { BuilderError, type ErrorCode } from '../../error.js';
import { programLines } from '../../program/index.js';
import { limitError, type Command, type Exceeded } from '../../sandbox/index.js';
import type { Context } from '../../store/index.js';
import type { Container } from './container.js';

/** What running something in a container needs. */
export interface ScriptContext extends Pick<Context, 'emit' | 'signal'> {
  readonly container: Container;
}

/** What is run, and what people call it. */
export interface Script extends Omit<Command, 'mounts' | 'user'> {
  readonly name: string;
}

/** How a script ended. */
interface Ran {
  readonly exitCode: number;
  /** The last lines that it wrote. */
  readonly tail: readonly string[];
  /** The limit that made it fail. */
  readonly exceeded?: Exceeded | undefined;
}

/** Lines of output that a message shows of a script that failed. */
const TAIL = 30;

/**
 * Runs a script to its end; people see what it writes as it comes.
 * @throws BuilderError STAGING_FAILED, or DISK_FULL, for a limit that it exceeded
 */
export async function runScript(script: Script, context: ScriptContext): Promise<Ran> {
  const { container, signal } = context;
  return await told(script.name, context, async () => {
    const output = lineOutput(script.name, context);
    const { exitCode, exceeded } = await container.sandbox.run(
      { ...script, ...container.command },
      {
        onOutput: (chunk) => {
          output.write(chunk);
        },
        signal,
      },
    );
    return { exitCode, exceeded, tail: output.end() };
  });
}

/** Like {@link runScript}, for one whose standard output is an answer; people see both streams at its end. */
export async function askScript(
  script: Script,
  context: ScriptContext,
): Promise<Ran & { stdout: string }> {
  const { container, signal } = context;
  return await told(script.name, context, async () => {
    const { exitCode, exceeded, stdout, stderr } = await container.sandbox.capture(
      { ...script, ...container.command },
      { signal },
    );
    const output = lineOutput(script.name, context);
    for (const text of [stderr, stdout]) {
      if (text !== '') output.write(Buffer.from(text.endsWith('\n') ? text : `${text}\n`));
    }
    return { exitCode, exceeded, stdout, tail: output.end() };
  });
}

type Telling = Pick<ScriptContext, 'container' | 'emit'>;

async function told<T extends Ran>(
  name: string,
  { container: { staging }, emit }: Telling,
  run: () => Promise<T>,
): Promise<T> {
  const started = performance.now();
  emit({ type: 'script.started', staging, script: name });
  const ran = await run();
  const milliseconds = Math.round(performance.now() - started);
  emit({ type: 'script.finished', staging, script: name, exitCode: ran.exitCode, milliseconds });
  if (ran.exceeded !== undefined) {
    const details = { where: 'command line', excerpt: ran.tail } as const;
    throw limitError('STAGING_FAILED', name, ran.exceeded, details);
  }
  return ran;
}

/** Makes lines of what comes in pieces, tells each, and keeps the last ones. */
export function lineOutput(
  name: string,
  { container: { staging }, emit }: Telling,
): { write(chunk: Buffer): void; end(): readonly string[] } {
  const tail: string[] = [];
  const tell = (line: string) => {
    emit({ type: 'script.line', staging, script: name, line });
    tail.push(line);
    if (tail.length > TAIL) tail.shift();
  };
  const lines = programLines(tell);
  return {
    write(chunk) {
      lines.write(chunk);
    },
    end() {
      const rest = lines.rest();
      if (rest !== undefined) tell(rest);
      return tail;
    },
  };
}

/**
 * The error of a script that failed, with the end of what it wrote.
 * @param hint undefined: what it wrote says all that is known
 */
export function scriptError(
  code: Extract<ErrorCode, 'STAGING_FAILED' | 'NOT_DETECTED'>,
  message: string,
  { tail }: Ran,
  hint: string | undefined,
): BuilderError {
  return new BuilderError(code, message, {
    excerpt: tail,
    ...(hint === undefined ? {} : { hint }),
  });
}
