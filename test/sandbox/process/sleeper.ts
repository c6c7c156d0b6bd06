// Runs `sleep SECONDS` in a sandbox until it is killed: started by crash.test.ts as a process of its own.
import { openSandbox, parseRunner, probeRunner, rootFormOf } from '../../../src/sandbox/index.js';
import { findStack, loadStacks } from '../../../src/stack/index.js';
import { hostPath } from '../../../src/path.js';
import { preparedRoot, testCache, testContext } from '../../prepared-root.js';
import { command } from '../command.js';
import { foreignRoot } from '../foreign-root.js';

const [name, seconds = '', whose = 'own'] = process.argv.slice(2);
const status = await probeRunner(parseRunner(name) ?? 'bubblewrap', { cache: testCache });
if (!status.works) throw new Error(status.reason);
const stacks = await loadStacks([hostPath(import.meta.dirname, '../../../stacks')]);
const form = rootFormOf(status.runner, findStack(stacks, 'debian12'));
const root = whose === 'foreign' ? await foreignRoot() : await preparedRoot({ form });
const sandbox = await openSandbox(status.runner, root, testContext);
await sandbox.run(command(['sh', '-c', 'sleep "$1" & sleep "$1"; true', 'sleeper', seconds]));
