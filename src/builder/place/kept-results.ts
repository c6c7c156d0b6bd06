import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { reasonOf } from '../../error.js';
import { machineArch } from '../../architecture.js';
import { GUEST, hostPath, type HostPath } from '../../path.js';
import type { Plan } from '../../plan/index.js';
import { giveResults, replaceResults, resultsName } from '../../store/index.js';
import { type LockOptions } from '../../files/index.js';
import type { BuildContext } from './context.js';
import type { PlanSources } from './fetch.js';
import { onHost, type Workplace } from './workplace.js';

/** The file that each recipe of a build was read from, by the recipe's name. */
export type RecipeFiles = ReadonlyMap<string, HostPath>;

/** The compiler results that a build works with and will leave. */
interface CompilerResults {
  /** Under which they are kept. */
  name: string;
  /** Whether there were any from earlier builds. */
  given: boolean;
}

/**
 * Gives a build its own copy of the compiler results that earlier ones left: those alone that had the
 * same recipe from the same file, for the same sources. It is in the build's box, and all that the
 * build ever sees of what is kept. Before the first step.
 * @param recipes none when nothing is to be kept
 * @returns undefined when the build goes without
 * @throws BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function giveCompilerResults(
  recipes: RecipeFiles | undefined,
  { plan, place }: { plan: Plan; place: Workplace },
  sources: PlanSources,
  context: BuildContext,
): Promise<CompilerResults | undefined> {
  const recipe = recipes?.get(plan.name);
  const { arch, cross, stack } = plan;
  // Only a root of the machine's own architecture has ccache.
  const own = cross !== undefined || arch === machineArch();
  if (recipe === undefined || stack.ccache === undefined || !own) return undefined;
  const file = hostPath(await realpath(recipe).catch(() => recipe));
  const name = nameOf(plan, file, sources);
  const to = await onHost(place, GUEST.ccache);
  const given = await giveResults(context.folders, name, to, locking(place, context));
  return { name, given };
}

/**
 * Keeps what a build has left of compiler results, for the next one of its kind. Only for builds that
 * have passed everything, since what the others left is nobody's to trust. The artifact is made
 * by then: what goes wrong here is told, and no reason to fail.
 */
export async function keepCompilerResults(
  { name }: CompilerResults,
  place: Workplace,
  context: BuildContext,
): Promise<void> {
  const { folders, emit, signal } = context;
  try {
    const from = await onHost(place, GUEST.ccache);
    const kept = await replaceResults(folders, name, from, locking(place, context));
    if (kept === 'too much') warn('they are too large.');
  } catch (error) {
    signal?.throwIfAborted();
    const reason = reasonOf(error);
    warn(reason.endsWith('.') ? reason : `${reason}.`);
  }

  function warn(sentence: string) {
    const message = `The compiler's results are not kept for the next build: ${sentence}`;
    emit({ type: 'warning', build: place.id, message });
  }
}

/**
 * What builds have in common that may use each other's results: one of them could have written
 * anything into them. Pure.
 */
function nameOf(plan: Plan, recipe: HostPath, { main, further }: PlanSources): string {
  const { name, stack, arch, cross, source } = plan;
  const mode = cross === undefined ? 'own' : `cross from ${cross.machine}`;
  const commit = source.kind === 'git' ? source.commit : undefined;
  const trust = { stack, arch, mode, name, recipe, sha256: main.digests.sha256, commit };
  const beside = further.map(({ fetched }) => fetched.digests.sha256);
  const digest = createHash('sha256')
    .update(JSON.stringify(beside.length === 0 ? trust : { ...trust, beside }))
    .digest('hex');
  const label = [stack.name, arch, ...(cross === undefined ? [] : ['cross']), name].join('-');
  return resultsName(label, digest);
}

function locking({ id }: Workplace, { emit, signal }: BuildContext): LockOptions {
  return {
    onWait(reason) {
      emit({ type: 'build.waiting', build: id, reason });
    },
    signal,
  };
}
