import { chmod, mkdir, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { looksFit } from '../../../src/sandbox/runner/bubblewrap/look.js';
import { hostPath, inHost } from '../../../src/path.js';
import { runCli, type Surroundings } from '../cli.js';
import { workspace } from './fixture.js';

const PROGRAM = hostPath(import.meta.dirname, '../../../bin/binary-builder');
const ASKED = ['tiny@1.0', '--stack=debian12'];

/** Runs something six times, as the clock of processes is coarse, and ends with the time of all in two lines. */
const SIX_TIMES = ['-c', 'for _ in 1 2 3 4 5 6; do "$@" >/dev/null || exit; done; times', 'sh'];

test.serial(
  'starting takes little more than Node itself: help, a plan, what the store answers',
  async (t) => {
    const here = await workspace(t);
    t.is((await runCli(['build', ...ASKED], here)).exitCode, 0);
    // Of the processor's time, all threads': what has several of them at work is over sooner than that.
    await takesAtMost(t, 1.6, ['help'], here);
    await takesAtMost(t, 4.2, ['plan', ...ASKED], here);
    await takesAtMost(t, 4.6, ['build', ...ASKED], here);
  },
);

test.serial(
  'plan looks whether bubblewrap is fit, and starts it only where looking does not tell',
  async (t) => {
    const here = await workspace(t);
    const programs = inHost(here.folder, 'programs');
    const started = inHost(here.folder, 'started');
    await mkdir(programs);
    const bwrap = inHost(programs, 'bwrap');
    await writeFile(bwrap, `#!/bin/sh\necho "$@" >>${started}\nexec /usr/bin/bwrap "$@"\n`);
    await chmod(bwrap, 0o755);
    const env = { PATH: `${programs}:${process.env.PATH ?? ''}` };
    const run = await runCli(['plan', ...ASKED], { ...here, env });
    t.is(run.exitCode, 0, run.stderr);
    t.notRegex(run.stdout, /^missing:/m);
    const { exitCode } = await execa('test', ['-e', started], { reject: false });
    t.is(exitCode, (await looksFit()) ? 1 : 0);
  },
);

/** Of some tries the best has to do: what else the machine does makes one worse, and none better. */
async function takesAtMost(
  t: ExecutionContext,
  limit: number,
  args: readonly string[],
  here: Surroundings,
): Promise<void> {
  const ratios: number[] = [];
  while (ratios.length < 5 && Math.min(...ratios) > limit) {
    const node = await seconds(['--eval', '0'], here);
    ratios.push((await seconds([PROGRAM, ...args], here)) / node);
  }
  t.true(Math.min(...ratios) <= limit, `${args.join(' ')}: ${ratios.join(', ')}`);
}

async function seconds(words: readonly string[], { cwd, cache }: Surroundings): Promise<number> {
  const env = { BINARY_BUILDER_CACHE: cache };
  const { stdout } = await execa('sh', [...SIX_TIMES, process.execPath, ...words], { cwd, env });
  const [, ofChildren = ''] = stdout.split('\n');
  return [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, rest]) => sum + 60 * Number(minutes) + Number(rest),
    0,
  );
}
