import { readFile } from 'node:fs/promises';

import type { ExecutionContext } from 'ava';
import { execa } from 'execa';

import { inHost } from '../../src/path.js';
import { scratch } from './subject.js';

/** A program that does nothing. */
export const NOTHING = 'int main(void) { return 0; }';

/** Compiles C with this machine's compiler, for the test to put into a tree. */
export async function compile(
  t: ExecutionContext,
  source: string,
  ...flags: string[]
): Promise<Buffer> {
  const output = inHost(await scratch(t), 'output');
  await execa('gcc', ['-x', 'c', '-', '-x', 'none', ...flags, '-o', output], { input: source });
  return await readFile(output);
}

/** Compiles a library without anything of the C library's. */
export function library(t: ExecutionContext, source: string, ...flags: string[]): Promise<Buffer> {
  return compile(t, source, '-shared', '-fPIC', '-nostdlib', ...flags);
}
