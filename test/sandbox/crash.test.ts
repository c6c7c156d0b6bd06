import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hostPath } from '../../src/path.js';
import { probeEmulator, probeRunner, type RunnerName } from '../../src/sandbox/index.js';
import { runEngine } from '../../src/stack/engine/engine.js';
import { preparedRoot, testCache } from '../prepared-root.js';
import { compiled } from '../compiled.js';
import { FOREIGN, foreignRoot } from './foreign-root.js';

await preparedRoot();

/** Starts a long command in a sandbox in another process and kills that process with SIGKILL. */
async function killDuringRun(
  t: ExecutionContext,
  runner: RunnerName,
  seconds: string,
  emulator?: string,
) {
  const [program, sleeper] = compiled(hostPath(import.meta.dirname, 'process/sleeper.ts'));
  const child = execa(
    program,
    [sleeper, runner, seconds, emulator === undefined ? 'own' : 'foreign'],
    { reject: false, stdio: 'ignore', env: { BINARY_BUILDER_EMULATOR: emulator } },
  );
  t.teardown(() => child.kill('SIGKILL'));
  t.true(await comesTrue(async () => (await sleepers(seconds)).length === 2));
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.true(await comesTrue(async () => (await sleepers(seconds)).length === 0));
}

/** Process ids of `sleep SECONDS`, in whatever namespace, behind whatever emulator. */
async function sleepers(seconds: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return pids.filter((_, index) => lines[index]?.endsWith(`sleep\0${seconds}\0`));
}

async function comesTrue(condition: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await condition()) return true;
    await delay(100);
  }
  return false;
}

for (const [index, runner] of (['bubblewrap', 'host', 'podman'] as const).entries()) {
  test(`when we are killed, what runs in ${runner} ends`, async (t) => {
    const status = await probeRunner(runner, { cache: testCache });
    if (!status.works) {
      t.log(`not tried: ${status.reason}`);
      t.pass();
      return;
    }
    await killDuringRun(t, runner, `3${index}.${process.pid}`);
  });
}

for (const [index, kind] of (['private', 'proot'] as const).entries()) {
  test(`when we are killed, what is emulated by ${kind} ends`, async (t) => {
    const status = await probeEmulator(FOREIGN, 'bubblewrap');
    if (!status.works || (kind === 'private' && status.emulator?.kind === 'proot')) {
      t.log(`not tried: ${status.reason}`);
      t.pass();
      return;
    }
    await foreignRoot();
    await killDuringRun(t, 'bubblewrap', `4${index}.${process.pid}`, kind);
  });
}

test.serial('when we are killed, no container of podman is left', async (t) => {
  const status = await probeRunner('podman', { cache: testCache });
  if (!status.works) {
    t.log(`not tried: ${status.reason}`);
    t.pass();
    return;
  }
  const { engine } = status.runner;
  if (engine === undefined) throw new Error('podman without its engine');
  const seconds = `39.${process.pid}`;
  await killDuringRun(t, 'podman', seconds);
  const argv = ['ps', '--all', '--format={{.Command}}', '--no-trunc'];
  const gone = async () => !(await runEngine(engine, argv)).stdout.includes(seconds);
  t.true(await comesTrue(gone));
});
