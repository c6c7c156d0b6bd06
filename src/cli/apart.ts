import { BuilderError } from '../error.js';
import { removeAbandonedLocks } from '../files/index.js';
import { findProgram, startProgram } from '../program/index.js';
import { cacheFolders, cacheRoot } from '../store/index.js';
import { APART } from './apart-word.js';
import { SIGNALS } from './signals.js';

/** How long a process is waited for that has been told to end. More than it takes itself. Milliseconds. */
const PATIENCE = 600;

/**
 * Does what arguments ask for in a process of its own, which has our terminal and pipes, and hands on the
 * signals that we get.
 * @param argv all arguments
 * @returns its exit code
 * @throws the signal's reason when it didn't end by itself; BuilderError INTERRUPTED when somebody killed it
 */
export async function runApart(argv: readonly string[], signal: AbortSignal): Promise<number> {
  const [, program = ''] = process.argv;
  const node = [...process.execArgv, program, APART, ...argv];
  const setpriv = await findProgram('setpriv');
  const { child } = await startProgram(
    setpriv === undefined
      ? [process.execPath, ...node]
      : [setpriv, '--pdeathsig', 'KILL', '--', process.execPath, ...node],
    { stdio: 'inherit', reject: false },
    'by itself',
  );
  const handOn = (name: NodeJS.Signals) => child.kill(name);
  const give = () => {
    setTimeout(() => child.kill('SIGKILL'), PATIENCE).unref();
  };
  for (const name of SIGNALS) process.on(name, handOn);
  signal.addEventListener('abort', give);
  const { exitCode, signal: by } = await child;
  for (const name of SIGNALS) process.off(name, handOn);
  if (exitCode !== undefined) return exitCode;
  // It had no time to take back what says that it is at work.
  await removeAbandonedLocks(cacheFolders(cacheRoot(process.env)).locks);
  signal.throwIfAborted();
  throw new BuilderError('INTERRUPTED', `What did the work was ended by ${by ?? 'a signal'}.`);
}
