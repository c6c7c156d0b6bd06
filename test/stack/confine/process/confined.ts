// Runs a command as mmdebstrap is run for another architecture: started by confine.test.ts as a process
// of its own, as root or as an ordinary user. $1 is the folder in which the root would be, $2 a mirror.
import { execa } from 'execa';
import { hostPath } from '../../../../src/path.js';
import { launchOf } from '../../../../src/stack/bootstrap/launch.js';

const [folder = '', mirror = '', ...command] = process.argv.slice(2);
const bootstrap = { mode: 'chrootless', mirrors: [`deb ${mirror} bookworm main`] } as const;
const launch = await launchOf(bootstrap, hostPath(folder));
const [program, ...rest] = [...launch.command.slice(0, -1), ...command];
const { exitCode } = await execa(program ?? '', rest, {
  env: launch.environment,
  extendEnv: false,
  stdio: ['ignore', 'inherit', 'inherit'],
  reject: false,
  detached: true,
});
await launch.close();
console.log(`refused: ${launch.refused().join(' ')}`);
process.exitCode = exitCode ?? 1;
