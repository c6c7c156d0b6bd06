import type { Options } from 'execa';
import { tied } from './tied.js';

/** Whether a program ends when we do, however we end, or by itself: with a lifeline, or when it is done. */
type Ending = 'with us' | 'by itself';

/**
 * Starts a program of the machine, for those who read what it writes while it runs; who only wants its
 * end uses `runProgram`. All that binary-builder starts is started here, but for what has to be quick
 * (locks) or to have the terminal itself (shells), which Node starts.
 * @returns the child, in an object: by itself it would be waited for
 */
export async function startProgram<Chosen extends Options>(
  argv: readonly [string, ...string[]],
  options: Chosen,
  ending: Ending = 'with us',
) {
  // Loaded where it is needed first: loading it takes longer than answering from the store.
  const { execa } = await import('execa');
  const [program, ...rest] = ending === 'with us' ? await tied(argv, pathOf(options)) : argv;
  // Else execa would end it with us.
  const own: Chosen = ending === 'with us' ? options : { ...options, detached: true };
  return { child: execa(program, rest, own) };
}

/** The PATH by which the system looks for a program: that of its own environment. */
function pathOf({ env = {}, extendEnv = true }: Options): string | undefined {
  return 'PATH' in env || !extendEnv ? env.PATH : process.env.PATH;
}
