import { execa } from 'execa';
import { inHost } from '../../../src/path.js';
import { EXAMPLE, type Ended } from './scripts.js';

/** The pythons of this machine that work, one for each major version. */
export const PYTHONS = await working(['python3', 'python2.7']);

async function working(names: readonly string[]): Promise<string[]> {
  const tried = await Promise.all(
    names.map(async (name) => ({
      name,
      works: (await execa(name, ['-c', ''], { reject: false })).exitCode === 0,
    })),
  );
  return tried.filter(({ works }) => works).map(({ name }) => name);
}

/** Runs a helper of the buildpack's that is written in Python. */
export async function helper(
  python: string,
  name: string,
  args: readonly string[],
): Promise<Ended> {
  const { exitCode, stdout, stderr } = await execa(
    python,
    ['-B', inHost(EXAMPLE, 'lib', name), ...args],
    { reject: false },
  );
  return { exitCode, stdout, stderr };
}
