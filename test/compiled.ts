import path from 'node:path';
import { hostPath, inHost, type HostPath } from '../src/path.js';

const TESTS = hostPath(import.meta.dirname);

/**
 * The command line that starts a file of ours as a process of its own, compiled as the tests are:
 * see compile.js, which has to know it.
 * @param file the path of a .ts file in this folder
 */
export function compiled(file: HostPath): [program: string, file: HostPath] {
  const name = path.relative(TESTS, file).replace(/\.ts$/, '.js');
  return [process.execPath, inHost(hostPath(TESTS, '../.tests/test'), name)];
}
