import { mkdir, readFile, writeFile } from 'node:fs/promises';
import nodePath from 'node:path';
import * as z from 'zod';
import { BuilderError, type NextCommand, systemErrorCode } from '../../error.js';
import { GUEST, hostPath, inHost, type GuestPath, type HostPath } from '../../path.js';
import { buildId, planSchema, type Plan } from '../../plan/index.js';
import type { Mount } from '../../sandbox/index.js';
import { noteFinished, noteUnfinished } from '../../files/index.js';
import { linkOnTheWay, removeTree } from '../../tree/index.js';

/** The folders of one build on the machine. `box` is what the sandbox sees as /binary-builder. */
export interface Workplace {
  id: string;
  root: HostPath;
  box: HostPath;
  logs: HostPath;
}

const failureSchema = z.strictObject({ step: z.string() });

/** Where a workplace has what its steps may read and not change: beside the box, which they may. */
export function furtherFolder({ root }: Pick<Workplace, 'root'>): HostPath {
  return inHost(root, 'further');
}

/** Whether a plan takes something beside its source that isn't put into it. */
function hasFurther({ sources = [] }: Plan): boolean {
  return sources.some(({ into }) => into === undefined);
}

/** The mount by which steps and tests of a plan see what it takes beside its source. */
export async function furtherMounts(plan: Plan, place: Workplace): Promise<Mount[]> {
  if (!hasFurther(plan)) return [];
  // A link in the place of the mount point would lead it elsewhere.
  await onHost(place, GUEST.further);
  return [{ host: furtherFolder(place), guest: GUEST.further, access: 'read-only' }];
}

/** The name of a plan's workplace: of its build, or of something else that is done with it. */
export function workplaceName(plan: Plan, purpose: string | undefined): string {
  return purpose === undefined ? buildId(plan) : `${buildId(plan)}-${purpose}`;
}

/** Where a build works: below the cache, in a folder named after it. */
export function workplaceOf(id: string, work: HostPath): Workplace {
  const root = inHost(work, id);
  return { id, root, box: inHost(root, 'box'), logs: inHost(root, 'logs') };
}

/**
 * Makes an empty workplace, whatever an earlier attempt left there, and writes the plan into it.
 * @param purpose tells it apart from the workplace of the plan's build
 */
export async function openWorkplace(
  plan: Plan,
  work: HostPath,
  purpose?: string,
): Promise<Workplace> {
  const place = workplaceOf(workplaceName(plan, purpose), work);
  await removeWorkplace(place);
  await mkdir(work, { recursive: true });
  // Closed to others: a failed build stays, and what it left may be a program that runs as us.
  await mkdir(place.root, { mode: 0o700 });
  noteUnfinished(place.root);
  const folders = [GUEST.source, GUEST.staging, GUEST.files, GUEST.home, GUEST.ccache];
  const crossing = plan.cross === undefined ? [] : [GUEST.sysroot, GUEST.tools, GUEST.needs];
  await makeBox(place, [...folders, ...crossing, ...(hasFurther(plan) ? [GUEST.further] : [])]);
  await mkdir(place.logs, { recursive: true });
  await writeFile(inHost(place.root, 'plan.json'), `${JSON.stringify(plan, null, 2)}\n`);
  return place;
}

/** Makes a box with some of its folders. */
export async function makeBox(place: Workplace, folders: readonly GuestPath[]): Promise<void> {
  for (const folder of folders) await mkdir(await onHost(place, folder), { recursive: true });
}

/** Removes everything of a build. */
export async function removeWorkplace(place: Workplace): Promise<void> {
  noteFinished(place.root);
  await removeTree(place.root);
}

/** Leaves a workplace whose work failed: it stays for whoever wants to know why, unless it was interrupted. */
export async function leaveWorkplace(place: Workplace, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) await removeWorkplace(place);
  else noteFinished(place.root);
}

/**
 * Where the machine has what the sandbox sees at this path below /binary-builder: the one door to a
 * box. What runs inside may put a link in the place of any folder there, which would lead us to
 * whatever the machine has at its end, so that a link is refused. To be asked again after each command
 * that ran inside.
 * @throws BuilderError STEP_FAILED
 */
export async function onHost(place: Workplace, path: GuestPath): Promise<HostPath> {
  const below = nodePath.posix.relative(GUEST.root, path);
  const way = below.split('/').filter((name) => name !== '');
  if (way.includes('..')) throw new TypeError(`${path} is not below ${GUEST.root}`);
  const link = await linkOnTheWay(place.box, way);
  if (link === undefined) return inHost(place.box, below);
  throw new BuilderError(
    'STEP_FAILED',
    `${place.id}: a step put a link to ${link.target} in the place of ${GUEST.root}/${link.path}.`,
    {
      hint: 'It has to stay a folder. Nothing was published.',
      next: intoShell(place.id),
    },
  );
}

/** The mount by which a sandbox sees a workplace. */
export function boxMount(place: Workplace): Mount {
  return { host: place.box, guest: GUEST.root, access: 'read-write' };
}

/** The way into the sandbox of a build that failed. */
export function intoShell(build: string): NextCommand {
  return { to: 'To look around where it stopped', verb: 'shell', words: [build] };
}

/** Writes down which step failed, for `binary-builder shell`. */
export async function recordFailure(place: Workplace, step: string): Promise<void> {
  await writeFile(inHost(place.root, 'failure.json'), `${JSON.stringify({ step })}\n`);
}

/**
 * Reads back what a failed build left.
 * @throws BuilderError UNKNOWN_BUILD
 */
export async function readWorkplace(
  place: Workplace,
): Promise<{ plan: Plan; failedStep: string | undefined }> {
  try {
    const plan = planSchema.parse(await readJson(inHost(place.root, 'plan.json')));
    const failure = await readJson(inHost(place.root, 'failure.json'));
    return {
      plan,
      failedStep: failure === undefined ? undefined : failureSchema.parse(failure).step,
    };
  } catch (error) {
    throw new BuilderError('UNKNOWN_BUILD', `There is no build '${place.id}' to look into.`, {
      hint: `Failed builds are kept in ${hostPath(place.root, '..')} until they are built again.`,
      cause: error,
    });
  }
}

async function readJson(path: HostPath): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
