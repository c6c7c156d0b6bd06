import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { hostPath } from '../../../src/path.js';
import { compiled } from '../../compiled.js';

/** A running script of this folder, and the lines that it says. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  /** The next line on its standard output; undefined at the end. */
  readonly line: () => Promise<string | undefined>;
  readonly ended: Promise<number | null>;
}

/**
 * Starts a script of this folder as a process of its own.
 * @param wrapper a command that the process is started by
 */
export function start(script: string, args: readonly string[], wrapper: string[] = []): Running {
  const [command = '', ...rest] = [
    ...wrapper,
    ...compiled(hostPath(import.meta.dirname, script)),
    ...args,
  ];
  const child = spawn(command, rest, { stdio: 'pipe' });
  child.stderr.pipe(process.stderr);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    line: async () => {
      const next = await lines.next();
      return next.done ? undefined : next.value;
    },
    ended: new Promise((resolve) => child.once('close', resolve)),
  };
}

/**
 * A wrapper for {@link start}: in a mount namespace of its own, after this setup. It needs no
 * right but to make user namespaces.
 * @param setup shell text that finds `args` as $1, $2, …
 */
export function afterMounting(setup: string, ...args: string[]): string[] {
  const script = `${setup}\nshift ${args.length}; exec "$@"`;
  return ['unshare', '--map-root-user', '--mount', 'sh', '-euc', script, 'sh', ...args];
}
