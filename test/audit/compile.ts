import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

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

/**
 * An object for s390x: `int g;` by s390x-linux-gnu-gcc 12.2, for machines without that compiler.
 * Of the kind that a library for x64 gets when somebody forgets `make clean` in between.
 */
export function s390xObject(): Buffer {
  return gunzipSync(Buffer.from(S390X, 'base64'));
}

const S390X =
  'H4sIAAAAAAACA6t39XFjYmJkgANGBjEwiR1sAJMOUJKDgZ0BN2AUZGBgRhNjYUhnYNArrswtSUwC0iVFEDoDxipJ' +
  'rShh0EtJLElk0EsqLmbQy8svSdVz9wvVLS5JTM5moAaQRvIfG5qcAw49LEhsRST9zGToVwdiDgL6WfDo18ETP7js' +
  'Z0RjMxHQbwANG5g+mHslgJgTi7thoACHv5DtF8SjvxhK2+DSDwCOGydhsAIAAA==';

/** Makes a static library of files with this machine's `ar`. */
export async function staticLibrary(
  t: ExecutionContext,
  members: Readonly<Record<string, Buffer>>,
): Promise<Buffer> {
  const folder = await scratch(t);
  for (const [name, content] of Object.entries(members)) {
    await writeFile(inHost(folder, name), content);
  }
  await execa('ar', ['rcD', 'output.a', ...Object.keys(members)], { cwd: folder });
  return await readFile(inHost(folder, 'output.a'));
}
