import type { AuditReport } from '../../audit/index.js';
import { listContents, type Contents as PackedContents } from '../../pack/index.js';
import type { Contents } from '../../store/index.js';

import type { PhaseContext } from './phase.js';
import { extraFiles } from '../record/index.js';
import { onHost, type PlanSources } from '../place/index.js';

/** What the artifact of a plan has in it, as it is kept beside its record. */
export async function makeContents(
  { plan, place }: Pick<PhaseContext, 'plan' | 'place'>,
  sources: PlanSources,
  report: AuditReport,
): Promise<Contents> {
  const listed = await listContents(await onHost(place, plan.tree), extraFiles(plan, sources));
  return joinContents(listed, report);
}

/** Joins what was packed with what the audit found out about it. */
export function joinContents(
  { size, members }: PackedContents,
  { glibc, libraries, waived }: AuditReport,
): Contents {
  return {
    size,
    glibc,
    members: members.map((member) =>
      'mode' in member ? { ...member, mode: octal(member.mode) } : member,
    ),
    libraries,
    waived: waived.map(({ files, ...rest }) => ({ ...rest, files: [...files] })),
  };
}

/** Permission bits as people read them: `0755`. */
function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
