// `npm run bench [-- python | libffi | cross | archives] [-- PAIRS]`: what binary-builder costs over a plain shell script that
// does the same in the same sandbox root. Ratios of one run; seconds say little on a busy machine.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { z } from 'zod';
import { packTree } from '../../src/pack/index.js';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { planSchema, type Plan } from '../../src/plan/index.js';
import { largeTree, shellScript } from './shell-script.js';
import { compareUnpacking, large, manySmall } from './unpacking.js';
import { inPairs, timed, watchPeak, type Measured } from './pairs.js';

const PROGRAM = fileURLToPath(new URL('../../bin/binary-builder', import.meta.url));
const EPOCH = 315_532_800;

const finishedSchema = z.object({
  type: z.literal('phase.finished'),
  phase: z.string(),
  milliseconds: z.number(),
});

interface Line {
  what: string;
  measured: number;
  limit: number;
  unit: 'ratio' | 's' | 'MB';
}

const words = process.argv.slice(2);
const pairs = Number(words.find((word) => /^\d+$/.test(word)) ?? 3);
const withPython = words.includes('python');
const scratch = hostPath(await mkdtemp(path.join(os.tmpdir(), 'bench-')));
const lines: Line[] = [];
try {
  if (words.includes('archives')) await compareArchives();
  else {
    await compareCross('libffi@3.4.4', 's390x', 1.5, pairs);
    if (!words.includes('cross')) await compareAll();
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
for (const { what, measured, limit, unit } of lines) {
  const value = unit === 'MB' ? measured.toFixed(0) : measured.toFixed(2);
  const verdict = measured <= limit ? '✔' : '✖';
  console.log(`${verdict} ${what.padEnd(58)} ${value.padStart(6)} ${unit} (at most ${limit})`);
}
process.exitCode = lines.every(({ measured, limit }) => measured <= limit) ? 0 : 1;

async function compareAll(): Promise<void> {
  await compareBuilds('libffi@3.4.4', 1.1, pairs);
  if (!words.includes('libffi')) await compareBuilds('libmemcached@1.1.4', 1.1, pairs);
  if (withPython) {
    await compareBuilds('python@3.11.2', 1.05, 1);
    await compareCcache('python@3.11.2', 0.5);
  }
  const stored = withPython ? 'python@3.11.2' : 'libffi@3.4.4';
  await measureRequest(stored);
  await compareStart(['build', stored], 2.5);
  await compareStart(['plan', stored], 2.5);
  await comparePacking();
  await compareStart(['help'], 1.4);
  await compareStart(['__complete', 'build', '--stack', ''], 1.6);
}

async function compareBuilds(what: string, limit: number, count: number): Promise<void> {
  await binaryBuilder(['build', what]);
  const plan = await planOf(what);
  const script = await shellScript(plan, scratch);
  let peak = 0;
  let tests = 0;
  const { ratio, ours, theirs } = await inPairs(
    count,
    async () => {
      const measured = await binaryBuilder(['build', what, '--force', '--no-ccache']);
      peak = Math.max(peak, measured.peakMegabytes ?? 0);
      // No shell script has them.
      tests = measured.phases.test ?? 0;
      return { seconds: measured.seconds - tests };
    },
    () => timed(script),
  );
  console.log(
    `${what}: ${ours.seconds.toFixed(1)} s, shell script ${theirs.seconds.toFixed(1)} s; tests ${tests.toFixed(1)} s`,
  );
  lines.push({ what: `${what}, cold build : shell script`, measured: ratio, limit, unit: 'ratio' });
  lines.push({ what: `${what}, peak memory`, measured: peak, limit: 200, unit: 'MB' });
}

/**
 * A build by cross compilers against one by the machine's own, up to the packed artifact. Tests run the
 * target's programs, emulated, so that with them it is another matter: their time is told beside.
 */
async function compareCross(
  what: string,
  arch: string,
  limit: number,
  count: number,
): Promise<void> {
  const how = ['build', what, '--force', '--no-ccache'];
  await binaryBuilder([...how, `--arch=${arch}`]);
  const tests = { ours: 0, theirs: 0 };
  const { ratio, ours, theirs } = await inPairs(
    count,
    async () => {
      const { test = 0, ...others } = (await binaryBuilder([...how, `--arch=${arch}`])).phases;
      tests.ours = test;
      return sumOf(others);
    },
    async () => {
      const { test = 0, ...others } = (await binaryBuilder(how)).phases;
      tests.theirs = test;
      return sumOf(others);
    },
  );
  console.log(
    `${what} for ${arch}: ${ours.seconds.toFixed(1)} s, native ${theirs.seconds.toFixed(1)} s; ` +
      `tests ${tests.ours.toFixed(1)} s and ${tests.theirs.toFixed(1)} s`,
  );
  lines.push({
    what: `${what} for ${arch}, cross : native`,
    measured: ratio,
    limit,
    unit: 'ratio',
  });
}

function sumOf(phases: Readonly<Record<string, number>>): Measured {
  return { seconds: Object.values(phases).reduce((sum, seconds) => sum + seconds, 0) };
}

/** A rebuild that finds its compiler results kept, as after a patch release. */
async function compareCcache(what: string, limit: number): Promise<void> {
  const cold = await binaryBuilder(['build', what, '--force', '--no-ccache']);
  await binaryBuilder(['build', what, '--force']);
  const warm = await binaryBuilder(['build', what, '--force']);
  lines.push({
    what: `${what}, rebuild with ccache : cold build`,
    measured: warm.seconds / cold.seconds,
    limit,
    unit: 'ratio',
  });
}

async function measureRequest(what: string): Promise<void> {
  const times = [];
  for (let index = 0; index < 5; index += 1) {
    times.push((await binaryBuilder(['build', what])).seconds);
  }
  const median = times.toSorted((a, b) => a - b)[2] ?? Infinity;
  lines.push({ what: `${what}, artifact exists`, measured: median, limit: 0.5, unit: 's' });
}

/** What people wait for at every key, against what Node alone takes. */
async function compareStart(args: readonly string[], limit: number): Promise<void> {
  const start = (words: readonly string[]) => () =>
    timed(() => execa(process.execPath, words, { cwd: scratch }));
  const { ratio } = await inPairs(20, start([PROGRAM, ...args]), start(['--eval', '0']));
  const what = `binary-builder ${args[0] ?? ''} : node`;
  lines.push({ what, measured: ratio, limit, unit: 'ratio' });
}

async function comparePacking(): Promise<void> {
  const { arch, stack } = await planOf('libffi@3.4.4');
  const tree = await largeTree(stack.name, arch);
  const { ratio } = await inPairs(
    pairs,
    () => timed(() => packTree(tree, inHost(scratch, 'ours.tgz'), { epoch: EPOCH })),
    () =>
      timed(() =>
        execa('sh', [
          '-c',
          'tar --sort=name -C "$1" -c . | gzip -n > "$2"',
          'pack',
          tree,
          `${scratch}/theirs.tgz`,
        ]),
      ),
  );
  lines.push({ what: 'packing 100 MB : tar | gzip', measured: ratio, limit: 1, unit: 'ratio' });
}

async function compareArchives(): Promise<void> {
  const compare = async (what: string, archive: HostPath, limit: number) => {
    const { ratio, ours, theirs } = await compareUnpacking(archive, scratch, pairs);
    console.log(`${what}: ${ours.seconds.toFixed(1)} s, tar ${theirs.seconds.toFixed(1)} s`);
    lines.push({ what: `unpacking ${what} : tar -x`, measured: ratio, limit, unit: 'ratio' });
  };
  await compare('100,000 small files', await manySmall(scratch), 1);
  for (const by of ['gzip', 'xz', 'xz in blocks', 'zstd'] as const) {
    await compare(`node's own program, ${by}`, await large(process.execPath, scratch, by), 0.6);
  }
}

async function planOf(what: string): Promise<Plan> {
  const { stdout } = await execa(process.execPath, [PROGRAM, 'plan', what, '--json']);
  const { plan } = JSON.parse(stdout) as { plan: unknown };
  return planSchema.parse(plan);
}

/** Runs the command line in the scratch folder, which is also where it publishes. */
async function binaryBuilder(
  args: readonly string[],
): Promise<Measured & { phases: Record<string, number> }> {
  await mkdir(scratch, { recursive: true });
  const started = performance.now();
  const subprocess = execa(process.execPath, [PROGRAM, ...args, '--json'], { cwd: scratch });
  const peakMegabytes = await watchPeak(subprocess.pid ?? 0, subprocess);
  const { stdout } = await subprocess;
  const seconds = (performance.now() - started) / 1000;
  return { seconds, peakMegabytes, phases: phasesIn(stdout) };
}

/** Seconds of each phase, from the events of a build. */
function phasesIn(stdout: string): Record<string, number> {
  return Object.fromEntries(
    stdout.split('\n').flatMap((line) => {
      const { data } = finishedSchema.safeParse(line === '' ? undefined : JSON.parse(line));
      return data === undefined ? [] : [[data.phase, data.milliseconds / 1000]];
    }),
  );
}
