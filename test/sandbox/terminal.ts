// A shell in a root of another architecture, on this process's terminal: started by
// emulated.ts as a process of its own.
import { openSandbox } from '../../src/sandbox/index.js';
import { testCache } from '../prepared-root.js';
import { command, ENVIRONMENT } from './command.js';
import { foreignRoot } from './foreign-root.js';

const sandbox = await openSandbox({ name: 'bubblewrap' }, await foreignRoot(), {
  cache: testCache,
  emit: () => undefined,
});
const shell = { ...command(['bash', '--norc', '-i']), environment: { ...ENVIRONMENT, PS1: '' } };
process.exitCode = (await sandbox.shell(shell)).exitCode;
