import { mkdtempSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import pLimit from 'p-limit';
import { z } from 'zod';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { planSchema, type Plan } from '../../../src/plan/index.js';
import { probeRunner } from '../../../src/sandbox/index.js';
import { readRecord, type ArtifactRecord, type CacheKind } from '../../../src/store/index.js';
import { preparedRoot, testCache } from '../../prepared-root.js';
import { runCli, type Finished, type Surroundings, type Told } from '../cli.js';

const podman = await probeRunner('podman', { cache: testCache });

/** Registers a test that builds in podman; it is skipped where podman doesn't work. */
export const testWithPodman = podman.works ? test : test.skip;

const plannedSchema = z.object({ plan: planSchema });

/** A folder that all tests of the calling file share; it is gone when the last one has ended. */
export function sharedFolder(): HostPath {
  const folder = hostPath(mkdtempSync(path.join(os.tmpdir(), 'binary-builder-e2e-')));
  test.after.always('what was built is removed', () =>
    rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  );
  return folder;
}

/** Where things are built: a cache and an output folder of their own. */
export interface Workshop {
  cache: HostPath;
  output: HostPath;
}

/**
 * A new workshop.
 * @param shared parts of its cache that are those of all tests of this machine
 */
export async function openWorkshop(
  folder: HostPath,
  name: string,
  shared: readonly CacheKind[] = ['stacks', 'sources'],
): Promise<Workshop> {
  const workshop = { cache: inHost(folder, name, 'cache'), output: inHost(folder, name, 'output') };
  await mkdir(workshop.cache, { recursive: true });
  await mkdir(workshop.output);
  for (const kind of shared) {
    await mkdir(inHost(testCache, kind), { recursive: true });
    await symlink(inHost(testCache, kind), inHost(workshop.cache, kind));
  }
  return workshop;
}

/** What to build. */
export interface Order {
  /** `NAME@VERSION` */
  request: string;
  /** Further arguments that belong to the plan, such as `--recipes-dir`. */
  args?: readonly string[];
}

/** How to build it. */
export interface Manner {
  runner: 'bubblewrap' | 'podman';
  jobs: 1 | 2;
  /** Whether compiler results are kept in the workshop's cache; not unless said. */
  ccache?: boolean;
  /** What starts the program, as another user for example. */
  through?: readonly string[];
}

/** What a build left behind. */
export interface Built {
  plan: Plan;
  artifact: HostPath;
  record: ArtifactRecord;
  /** The manifest entry that was shown. */
  entry: string;
  /** Everything that the build told. */
  events: Told[];
  workshop: Workshop;
}

// A build keeps two processors busy for most of its time.
const limit = pLimit(2);

/**
 * Really builds something, whatever was built before.
 * @throws Error with the end of what the build said, when it failed
 */
export async function build(
  { request, args = [] }: Order,
  { runner, jobs, ccache = false, through = [] }: Manner,
  workshop: Workshop,
): Promise<Built> {
  const order = [request, '--stack=debian12', ...args];
  const plan = await readyToBuild(order);
  const options = [`--runner=${runner}`, `--jobs=${jobs}`, '--force', '--json'];
  const { output: cwd, cache } = workshop;
  const words = ['build', ...order, ...options, ...(ccache ? [] : ['--no-ccache'])];
  const events = (await limit(() => finish(words, { cwd, cache, through }))).events();
  const finished = events.find(({ type }) => type === 'build.finished');
  if (finished?.artifact === undefined || finished.entry === undefined) {
    throw new Error(`${request}: no artifact`);
  }
  const artifact = hostPath(finished.artifact.path);
  const record = inHost(
    workshop.output,
    'checksums',
    plan.stack.name,
    path.basename(artifact).replace(/tgz$/, 'yml'),
  );
  return {
    plan,
    artifact,
    record: await readRecord(record),
    entry: finished.entry,
    events,
    workshop,
  };
}

/** Makes every root ready that a build will ask for, in the cache that all tests share. Podman runs folders too. */
async function readyToBuild(order: readonly string[]): Promise<Plan> {
  const surroundings = { cwd: os.tmpdir(), cache: testCache, through: [] };
  const [planned] = (await finish(['plan', ...order, '--json'], surroundings)).json();
  const { plan } = plannedSchema.parse(planned);
  const { arch, cross } = plan;
  await preparedRoot({ arch, toolchain: true, packages: plan.packages.build });
  if (cross !== undefined) {
    const { machine, packages, needs } = cross;
    await preparedRoot({ arch: machine, toolchain: true, packages });
    for (const { plan: need } of needs) {
      await preparedRoot({ toolchain: true, packages: need.packages.build });
    }
  }
  for (const { run, toolchain, packages } of plan.tests) {
    if (run === undefined) continue;
    await preparedRoot({ arch, toolchain, packages: [...plan.packages.run, ...packages] });
  }
  return plan;
}

/**
 * Runs the command line in a workshop, or in other surroundings.
 * @throws Error with the end of what it said, when it failed
 */
export async function finish(
  args: readonly string[],
  where: Surroundings | Workshop,
): Promise<Finished> {
  const surroundings = 'output' in where ? { cwd: where.output, cache: where.cache } : where;
  const finished = await runCli(args, surroundings);
  if (finished.exitCode === 0) return finished;
  throw new Error(
    `binary-builder ${args.join(' ')}\nended with ${finished.exitCode}:\n` +
      `${finished.stdout.slice(-3000)}\n${finished.stderr.slice(-3000)}`,
  );
}
