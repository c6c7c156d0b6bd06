// Runs a command in a root of another architecture and prints how, as JSON: started by
// registered.test.ts as a process of its own, in a user namespace with a binfmt_misc of its own.
import { openSandbox, probeEmulator } from '../../../../src/sandbox/index.js';
import { testContext } from '../../../prepared-root.js';
import { script } from '../../command.js';
import { FOREIGN, foreignRoot } from '../../foreign-root.js';

const status = await probeEmulator(FOREIGN, 'bubblewrap');
const root = await foreignRoot();
const runner = { name: 'bubblewrap' } as const;
const sandbox = await openSandbox(runner, root, testContext);
const { exitCode, stdout: output } = await sandbox.capture(script('uname -m; sh -c "exit 7"'));
const { reason } = status;
const kind = status.works ? status.emulator?.kind : undefined;
process.stdout.write(JSON.stringify({ kind, reason, exitCode, output }));
