import type { Arch } from '../architecture.js';
import type { AuditReport } from '../audit/index.js';
import { unpackArtifact } from '../pack/index.js';
import { type Limits } from '../archive/index.js';
import { GUEST, inHost, type GuestPath, type HostPath } from '../path.js';
import { EPOCH } from '../plan/index.js';
import { giveToSteps, isClosedToSteps, type Runner } from '../sandbox/index.js';
import type { Stack } from '../stack/index.js';
import { copyContents, withTemporaryFolder } from '../tree/index.js';
import { atWorkbench, requireUnchanged, type ArtifactRequest } from './workbench.js';
import { audit, auditedBy, type Audited } from '../builder/phases/index.js';
import type { BuildContext, Setting } from '../builder/place/index.js';

/**
 * Audits an artifact as its build did: by its plan, in the stack that it is for.
 * @throws BuilderError ARTIFACT_CHANGED, NO_RECORD, and what unpacking a foreign archive throws
 */
export async function auditArtifact(
  request: ArtifactRequest,
  context: BuildContext,
): Promise<AuditReport> {
  await requireUnchanged(request.found, context.signal);
  return atWorkbench(request, 'audit', context, async ({ plan, setting, unpack }) =>
    audit(await unpack(), auditedBy(plan, undefined), setting),
  );
}

/** A tree or a tarball of which nothing is known but what somebody says. */
export interface ForeignRequest {
  /** A folder, or a tarball. */
  what: { kind: 'folder' | 'tarball'; path: HostPath };
  prefix: GuestPath;
  arch: Arch;
  stack: Stack;
  runner: Runner;
  limits: Partial<Limits>;
}

/**
 * Audits a tree that binary-builder may never have seen before.
 * @throws BuilderError what unpacking a foreign archive throws
 */
export async function auditForeign(
  { what, prefix, arch, stack, runner, limits }: ForeignRequest,
  context: BuildContext,
): Promise<AuditReport> {
  const setting: Setting = { ...context, stack, arch, packages: [], runner };
  const audited: Audited = {
    prefix,
    leaks: [GUEST.root],
    epoch: EPOCH,
    waivers: [],
    tests: undefined,
    previous: undefined,
  };
  const { path } = what;
  const { signal } = context;
  const isOpen = what.kind === 'folder' && !(await isClosedToSteps(runner.name, path, signal));
  if (isOpen) return audit(path, audited, setting);
  return await withTemporaryFolder('audit', async (folder) => {
    const tree = inHost(folder, 'tree');
    if (what.kind === 'folder') await copyContents(path, tree, signal);
    else await unpackArtifact(path, tree, { limits, signal });
    await giveToSteps(runner.name, tree, signal);
    return await audit(what.kind === 'folder' ? path : tree, audited, setting, tree);
  });
}
