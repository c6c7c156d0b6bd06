import { missingProgram } from '../../../program/index.js';
import { FIXED_PATH, type HostPath } from '../../../path.js';
import { findProgram } from '../../../program/index.js';
import { runProcess } from '../../command/process.js';

/** bubblewrap as it is on this machine. */
export interface Bubblewrap {
  readonly path: HostPath;
  /** `0.8.0`, or `unknown`. */
  readonly version: string;
  /** Whether it can forbid further user namespaces by itself (from 0.8); the filter forbids them anyway. */
  readonly disablesNamespaces: boolean;
}

const known = new Map<string, Promise<Bubblewrap>>();

/**
 * Finds bubblewrap; what was found out is remembered as long as the process lives.
 * @throws BuilderError MISSING_PROGRAM
 */
export async function findBubblewrap(): Promise<Bubblewrap> {
  const { PATH = '' } = process.env;
  const found = known.get(PATH) ?? lookFor();
  known.set(PATH, found);
  try {
    return await found;
  } catch (error) {
    known.delete(PATH);
    throw error;
  }
}

async function lookFor(): Promise<Bubblewrap> {
  const path = await findProgram('bwrap');
  if (path === undefined) {
    throw missingProgram('bwrap', { hint: 'Install it: apt-get install --yes bubblewrap' });
  }
  const { stdout } = await runProcess({
    argv: [path, '--version'],
    environment: { PATH: FIXED_PATH },
    lifeline: false,
  });
  const [, version, major, minor] = /((\d+)\.(\d+)(?:\.\d+)*)/.exec(stdout) ?? [];
  const number = Number(major) * 1000 + Number(minor);
  return { path, version: version ?? 'unknown', disablesNamespaces: number >= 8 };
}
