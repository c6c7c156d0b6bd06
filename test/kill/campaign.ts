import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { comesTrue, processesWith, runCli, startCli, type Finished } from '../e2e/cli.js';
import type { Scenario } from './scenario.js';
import { differences, keepAside, putBack, stateOf, type State } from './state.js';

/** What came of some kills. */
export interface Figures {
  /** Runs that were killed. */
  kills: number;
  /** Runs that had ended before. */
  late: number;
  /** How long the one took to end that took longest. Milliseconds. */
  longest: number;
  /** One line each. */
  wrong: string[];
  left: string[];
}

/**
 * Kills a scenario's run so often, each time at another moment, and lets the next one run at once. That has to
 * end as a run does that nobody disturbed, and leave what that leaves: the same files with the same bytes,
 * no process, no mount.
 * @param random numbers from 0 to 1
 */
export async function campaign(
  scenario: Scenario,
  kills: number,
  random: () => number,
  signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL',
): Promise<Figures> {
  const figures: Figures = { kills: 0, late: 0, longest: 0, wrong: [], left: [] };
  const clean = await undisturbed(scenario);
  let { milliseconds } = clean;
  while (figures.kills < kills && figures.late < kills * 3) {
    await putBack(scenario);
    const at = random() * milliseconds;
    const { ended, lasted } = await killAt(scenario, at, signal);
    if (ended !== undefined) {
      figures.late += 1;
      // The machine has less to do than when it was measured, or more again later.
      milliseconds = ended;
      continue;
    }
    figures.kills += 1;
    figures.longest = Math.max(figures.longest, lasted);
    const which = `${scenario.name}, killed after ${Math.round(at)} ms`;
    const next = await runCli(scenario.next ?? scenario.args, scenario.surroundings);
    figures.wrong.push(...wrongIn(next, clean.exitCode).map((fault) => `${which}: ${fault}`));
    figures.left.push(...(await leftOf(scenario, clean.state)).map((one) => `${which}: ${one}`));
  }
  return figures;
}

/** How long a run takes that nobody disturbs, how the next one ends, and what there is then. */
export async function undisturbed(scenario: Scenario) {
  const { args, next, surroundings } = scenario;
  await keepAside(scenario);
  let milliseconds = 0;
  // The second is told of: the first one warms the machine.
  for (const round of [1, 2]) {
    await putBack(scenario);
    const started = performance.now();
    const first = await runCli(args, surroundings);
    milliseconds = performance.now() - started;
    if (first.exitCode !== 0) throw new Error(`${scenario.name} ${round}: ${first.stderr}`);
  }
  const ended = next === undefined ? { exitCode: 0 } : await runCli(next, surroundings);
  return { milliseconds, exitCode: ended.exitCode, state: await stateOf(scenario) };
}

/** Kills a run; when it has ended before, how long it took, else how long it took to end. */
async function killAt(
  { args, surroundings }: Scenario,
  milliseconds: number,
  signal: 'SIGKILL' | 'SIGTERM',
): Promise<{ ended: number | undefined; lasted: number }> {
  const started = performance.now();
  const run = startCli(args, surroundings);
  await Promise.race([delay(milliseconds), run.finished]);
  const taken = performance.now() - started;
  run.kill(signal);
  const { exitCode } = await run.finished;
  const lasted = performance.now() - started - taken;
  // Before Node listens, the system ends it by itself.
  const codes = signal === 'SIGKILL' ? [137] : [130, 143];
  return { ended: codes.includes(exitCode) ? undefined : taken, lasted };
}

function wrongIn({ exitCode, stdout, stderr }: Finished, expected: number): string[] {
  if (exitCode === expected && !`${stdout}${stderr}`.includes('This should not have happened')) {
    return [];
  }
  return [`exit code ${exitCode}: ${stderr.trim().slice(-1000)}`];
}

/** What is otherwise than after an undisturbed run. */
async function leftOf(scenario: Scenario, clean: State): Promise<string[]> {
  const { folder } = scenario;
  const found: string[] = [];
  if (!(await comesTrue(async () => (await processesWith(folder)).length === 0))) {
    const pids = await processesWith(folder);
    const names = pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => pid));
    found.push(...(await Promise.all(names)).map((name) => `process ${name}`));
  }
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  if (mounts.includes(path.basename(folder))) found.push('a mount');
  found.push(...differences(await stateOf(scenario), clean, scenario));
  return found;
}
