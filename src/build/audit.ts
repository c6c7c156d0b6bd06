import { auditTree, type Finding } from '../audit/index.js';
import { BuilderError } from '../error.js';
import type { PhaseContext } from './phase.js';
import { onHost } from './workplace.js';

/**
 * Looks the tree over.
 * @throws BuilderError AUDIT_FAILED with every error found
 */
export async function auditPhase({ plan, place, emit, signal }: PhaseContext): Promise<void> {
  const findings = await auditTree(
    { root: onHost(place, plan.tree), prefix: plan.prefix },
    { needles: plan.leaks, ...(signal ? { signal } : {}) },
  );
  for (const finding of findings.filter(({ severity }) => severity === 'warning')) {
    emit({ type: 'warning', build: place.id, message: describeFinding(finding) });
  }
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new BuilderError(
    'AUDIT_FAILED',
    `${plan.name} ${plan.version} failed its audit: ${errors.length} finding${errors.length === 1 ? '' : 's'}.`,
    {
      excerpt: errors.slice(0, 50).map(describeFinding),
      hint:
        `Nothing was published; the staged files are in ${onHost(place, plan.tree)}\n` +
        `To look around: binary-builder shell ${place.id}`,
    },
  );
}

function describeFinding({ check, path, message }: Finding): string {
  return `${check}: ${path}: ${message}`;
}
