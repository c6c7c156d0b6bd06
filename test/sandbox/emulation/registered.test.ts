import test from 'ava';
import { execa } from 'execa';
import { ARCHITECTURES } from '../../../src/architecture.js';
import { hostPath } from '../../../src/path.js';
import { findProgram } from '../../../src/program/index.js';
import { registrationOf } from '../../../src/sandbox/emulation/pattern.js';
import { probePrivate } from '../../../src/sandbox/runner/bubblewrap/probe-private.js';
import { findQemu } from '../../../src/sandbox/emulation/qemu.js';
import { FOREIGN, foreignRoot } from '../foreign-root.js';
import { compiled } from '../../compiled.js';

// What somebody registered with a machine: the machine is a user namespace with a binfmt_misc of its
// own, so that nothing is registered with the real one.
const REGISTER = `set -e
mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
printf %s "$1" >/proc/sys/fs/binfmt_misc/register
shift
exec "$@"`;

const qemu = await findQemu(FOREIGN, undefined);
const possible = qemu.works ? await probePrivate(FOREIGN, qemu, undefined) : qemu;

if (possible.works) {
  await foreignRoot();
  const { machine } = ARCHITECTURES[FOREIGN];
  const name = `binary-builder-${FOREIGN}`;

  test('what is registered with the flag F is used, and runs what a root has', async (t) => {
    t.deepEqual(await insideMachine('FP', ''), {
      kind: 'registered',
      reason: `registered with this machine's binfmt_misc as ${name}`,
      exitCode: 7,
      output: `${machine}\n`,
    });
  });

  for (const kind of ['private', 'proot'] as const) {
    test(`what somebody registered without the flag F disturbs no emulation by ${kind}`, async (t) => {
      const told = await insideMachine('P', kind);
      t.like(told, { kind, exitCode: 7, output: `${machine}\n` });
    });
  }

  test('a registration without the flag F is told where another way is taken', async (t) => {
    const told = JSON.stringify(await insideMachine('P', ''));
    t.regex(told, /"kind":"private"/);
    t.regex(told, new RegExp(`; ${name} is registered .* without the flag F \\(it has P\\)`));
  });
} else if (possible.code === 'MISSING_PROGRAM') {
  test('what is registered can be tested', (t) => {
    t.fail(`${possible.reason}. Install it: ${possible.remedy}`);
  });
} else {
  test.skip(`no machine can be made to register with: ${possible.reason}`, () => undefined);
}

/** What inside.ts tells on a machine where qemu is registered with these flags. */
async function insideMachine(flags: string, force: string): Promise<unknown> {
  const file = await findProgram(`qemu-${ARCHITECTURES[FOREIGN].qemu}-static`);
  const text = registrationOf(FOREIGN, file ?? hostPath('/none')).replace(/FP$/, flags);
  const { stdout } = await execa(
    'unshare',
    [
      ...['--user', '--map-root-user', '--mount', '--propagation', 'private'],
      ...['sh', '-c', REGISTER, 'register', text],
      ...compiled(hostPath(import.meta.dirname, 'process/inside.ts')),
    ],
    { env: { BINARY_BUILDER_EMULATOR: force } },
  );
  return JSON.parse(stdout);
}
