import { mkdir, symlink, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { isFile } from '../../../src/files/index.js';
import { inHost, type HostPath } from '../../../src/path.js';
import { findProgram } from '../../../src/program/index.js';
import { comesTrue, runCli, startCli, temporaryFolder, type Surroundings } from '../cli.js';

/** All that is on a machine on which nearly everything is missing. */
const PROGRAMS = ['bash', 'flock', 'setpriv', 'sh', 'sleep', 'tee', 'touch'];

/** Somebody who is root, on a machine with an apt-get of the test's own. */
async function machineWith(
  t: ExecutionContext,
  aptGet: string,
): Promise<Surroundings & { folder: HostPath }> {
  const folder = await temporaryFolder(t);
  const bin = inHost(folder, 'bin');
  await mkdir(bin);
  for (const name of PROGRAMS) await symlink((await findProgram(name)) ?? '', inHost(bin, name));
  await writeFile(inHost(bin, 'apt-get'), `#!/bin/bash\ncd ${folder}\n${aptGet}\n`, {
    mode: 0o755,
  });
  const unshare = (await findProgram('unshare')) ?? '';
  return {
    folder,
    cwd: folder,
    cache: inHost(folder, 'cache'),
    env: { PATH: bin },
    through: process.getuid?.() === 0 ? [] : [unshare, '--map-root-user'],
  };
}

test('doctor --fix installs what is missing, and goes on with that when it is ended itself', async (t) => {
  const here = await machineWith(
    t,
    `[ "$1" = install ] || exit 0
trap 'touch disturbed' TERM INT HUP PIPE
touch begun
while [ -e begun ] && [ ! -e ended ]; do sleep 0.1; done
for line in one two three; do echo "Unpacking $line" || touch cut; done
touch installed`,
  );
  const run = startCli(['doctor', '--fix', '--verbose'], here);
  t.true(await comesTrue(() => isFile(inHost(here.folder, 'begun'))));
  run.kill('SIGTERM');
  const { exitCode, stderr } = await run.finished;
  t.is(exitCode, 130);
  t.regex(stderr, /^Installing bubblewrap, /m);
  await writeFile(inHost(here.folder, 'ended'), '');
  t.true(await comesTrue(() => isFile(inHost(here.folder, 'installed'))));
  t.false(await isFile(inHost(here.folder, 'disturbed')));
  t.false(await isFile(inHost(here.folder, 'cut')));
});

test('doctor --fix shows what apt-get says, and why it can’t install', async (t) => {
  const here = await machineWith(
    t,
    `[ "$1" = install ] || { echo "Hit:1 a mirror"; exit 0; }
for ((line = 1; line <= 20; line += 1)); do echo "line $line"; done
echo 'E: Could not get lock' >&2
exit 100`,
  );
  const { exitCode, stderr } = await runCli(['doctor', '--fix', '--verbose'], here);
  t.is(exitCode, 2);
  t.regex(stderr, /^apt-get │ Hit:1 a mirror$/m);
  t.regex(stderr, /^apt-get │ E: Could not get lock$/m);
  t.regex(stderr, /^error MISSING_PROGRAM apt-get could not install bubblewrap, /m);
  t.regex(stderr, /^ {2}│ line 20\n {2}│ E: Could not get lock$/m);
  t.notRegex(stderr, /^ {2}│ line 11$/m);
  t.regex(stderr, /→ .*apt-get update && apt-get install --yes --no-install-recommends bubblewrap/);
});
