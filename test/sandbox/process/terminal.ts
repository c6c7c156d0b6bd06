// A shell in a sandbox on this process's terminal: started by tests as a process of its own. RUNNER says
// in which one, FOREIGN whether its root is of another architecture, and LIMITS what the command line said of limits.
import * as z from 'zod';
import { openSandbox, parseRunner, probeRunner } from '../../../src/sandbox/index.js';
import { LIMIT_NAMES } from '../../../src/limit.js';
import { preparedRoot, testCache, testContext } from '../../prepared-root.js';
import { command, ENVIRONMENT } from '../command.js';
import { foreignRoot } from '../foreign-root.js';

const root = process.env.FOREIGN === 'yes' ? await foreignRoot() : await preparedRoot();
const name = parseRunner(process.env.RUNNER ?? 'bubblewrap') ?? 'bubblewrap';
const status = await probeRunner(name, { cache: testCache });
if (!status.works) throw new Error(status.reason);
const commandLine = z
  .partialRecord(z.enum(LIMIT_NAMES), z.number())
  .parse(JSON.parse(process.env.LIMITS ?? '{}'));
const sandbox = await openSandbox(status.runner, root, {
  ...testContext,
  limits: { recipe: {}, commandLine },
});
const environment = { ...ENVIRONMENT, PS1: 'ready> ', HISTFILE: '', TERM: 'dumb' };
const shell = { ...command(['bash', '--norc', '--noprofile', '-i']), environment };
process.exitCode = (await sandbox.shell(shell)).exitCode;
