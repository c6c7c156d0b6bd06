import type { Options } from 'execa';

/**
 * Starts a program of the machine, for those who read what it writes while it runs; who only wants its
 * end uses `runProgram`. All that binary-builder starts is started here, but for what has to be quick
 * (locks) or to have the terminal itself (shells), which Node starts.
 * @returns the child, in an object: by itself it would be waited for
 */
export async function startProgram<Chosen extends Options>(
  [program, ...rest]: readonly [string, ...string[]],
  options: Chosen,
) {
  // Loaded where it is needed first: loading it takes longer than answering from the store.
  const { execa } = await import('execa');
  return { child: execa(program, rest, options) };
}
