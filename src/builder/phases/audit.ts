import {
  auditTree,
  describeFinding,
  findingsOf,
  type AuditReport,
  type Finding,
  type PreviousArtifact,
  type Waiver,
} from '../../audit/index.js';
import { BuilderError, type NextCommand } from '../../error.js';
import { groupBy } from '../../group-by.js';
import type { GuestPath, HostPath } from '../../path.js';
import type { Plan } from '../../plan/index.js';
import {
  intoShell,
  onHost,
  packagesOf,
  sandboxIn,
  type Setting,
  stackCatalogue,
  toolOn,
} from '../place/index.js';
import type { PhaseContext } from './phase.js';
import { counted } from '../../text/index.js';

/** What an audit has to know of a tree. */
export interface Audited {
  prefix: GuestPath;
  /** Paths that exist only while building. */
  leaks: readonly string[];
  epoch: number;
  waivers: readonly Waiver[];
  /** How many tests its plan has; undefined for a tree without a plan. */
  tests: number | undefined;
  previous: PreviousArtifact | undefined;
  /** The packages of the root that it was built in, if that is at hand: who misses a library is told which had it. */
  buildPackages?: readonly string[];
}

/** What a plan says to the audit. */
export function auditedBy(plan: Plan, previous: PreviousArtifact | undefined): Audited {
  const { prefix, leaks, epoch, waivers, tests } = plan;
  return { prefix, leaks, epoch, waivers, tests: tests.length, previous };
}

/**
 * Looks a tree over with every check, in its setting.
 * @param shown a tree with the same contents, which the stack's programs get to see instead
 * @throws BuilderError MISSING_PROGRAM, and what making the stack ready throws
 */
export async function audit(
  root: HostPath,
  { prefix, leaks, buildPackages, ...rest }: Audited,
  setting: Setting,
  shown = root,
): Promise<AuditReport> {
  const { stack, arch, signal } = setting;
  // Without the build's packages, so that a build and everybody after it see the same.
  const sandbox = await sandboxIn(setting, { toolchain: true, packages: [] });
  const mounts = [{ host: shown, guest: prefix, access: 'read-only' }] as const;
  const where = { mounts, directory: prefix };
  const run = toolOn(sandbox, { ...where, files: root, stack: stack.name }, signal);
  return auditTree(
    { root, prefix, arch },
    {
      ...rest,
      needles: leaks,
      stack: await stackCatalogue(setting),
      run,
      ...(buildPackages !== undefined && {
        packagesOf: async (names: readonly string[]) => {
          const building = await sandboxIn(setting, { toolchain: true, packages: buildPackages });
          return await packagesOf(building, names, where, signal);
        },
      }),
      signal,
    },
  );
}

/**
 * Looks the staged tree over.
 * @throws BuilderError AUDIT_FAILED with every error found
 */
export async function auditPhase(
  { plan, place, emit }: PhaseContext,
  setting: Setting,
  previous: PreviousArtifact | undefined,
): Promise<AuditReport> {
  const tree = await onHost(place, plan.tree);
  const audited = { ...auditedBy(plan, previous), buildPackages: plan.packages.build };
  const report = await audit(tree, audited, setting);
  for (const message of shortened(findingsOf(report, 'warning'))) {
    emit({ type: 'warning', build: place.id, message });
  }
  const errors = findingsOf(report, 'error');
  if (errors.length === 0) return report;
  throw auditFailed(
    `${plan.name} ${plan.version}`,
    errors,
    `Nothing was published; the staged files are in ${tree}`,
    intoShell(place.id),
  );
}

/** How many findings of one check a build tells; all are in the report of `audit`. */
const TOLD = 3;

/** Findings a line each, with the number of those of a check that are more of the same. */
function shortened(findings: readonly Finding[]): string[] {
  return [...groupBy(findings, ({ check }) => check)].flatMap(([check, found]) => [
    ...found.slice(0, TOLD).map(describeFinding),
    ...(found.length > TOLD ? [`${check}: and ${found.length - TOLD} more like these`] : []),
  ]);
}

/** The error that tells what an audit found, and where a check is explained. */
function auditFailed(
  what: string,
  errors: readonly Finding[],
  hint: string,
  next?: NextCommand,
): BuilderError {
  const [first] = errors;
  return new BuilderError(
    'AUDIT_FAILED',
    `${what} failed its audit: ${counted(errors.length, 'finding')}.`,
    {
      excerpt: errors.slice(0, 50).map(describeFinding),
      hint:
        `${hint}\n` +
        `What a check means: binary-builder audit --explain ${first?.check ?? 'CHECK'}`,
      ...(next !== undefined && { next }),
    },
  );
}
