import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { BuilderError, systemErrorCode } from '../error.js';
import { GUEST, inHost, type HostPath } from '../path.js';
import { buildId, planSchema, type Plan } from '../plan/index.js';
import type { Mount } from '../sandbox/index.js';

/** The folders of one build on the machine. `box` is what the sandbox sees as /binary-builder. */
export interface Workplace {
  id: string;
  root: HostPath;
  box: HostPath;
  logs: HostPath;
}

const failureSchema = z.strictObject({ step: z.string() });

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
  for (const folder of [GUEST.source, GUEST.staging, GUEST.files, GUEST.home, GUEST.ccache]) {
    await mkdir(onHost(place, folder), { recursive: true });
  }
  if (plan.cross !== undefined) {
    for (const folder of [GUEST.sysroot, GUEST.tools, GUEST.needs]) {
      await mkdir(onHost(place, folder), { recursive: true });
    }
  }
  await mkdir(place.logs, { recursive: true });
  await writeFile(inHost(place.root, 'plan.json'), `${JSON.stringify(plan, null, 2)}\n`);
  return place;
}

/** Removes everything of a build. */
export async function removeWorkplace(place: Workplace): Promise<void> {
  await rm(place.root, { recursive: true, force: true, maxRetries: 3 });
}

/** Where the machine has what the sandbox sees at this path below /binary-builder. */
export function onHost(place: Workplace, path: string): HostPath {
  return inHost(place.box, path.slice(GUEST.root.length));
}

/** The mount by which a sandbox sees a workplace. */
export function boxMount(place: Workplace): Mount {
  return { host: place.box, guest: GUEST.root, access: 'read-write' };
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
      hint: `Failed builds are kept in ${inHost(place.root, '..')} until they are built again.`,
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
