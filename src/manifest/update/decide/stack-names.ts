import type { ArtifactRecord } from '../../../store/index.js';
import type { Wishes } from './facts.js';
import { type Manifest, stackNamesFor } from '../../model/index.js';

/** The records with the stacks under the names that the manifest has for them, and their addresses. */
export function inStacksOf(
  manifest: Manifest,
  records: readonly ArtifactRecord[],
  uriOf: Wishes['uriOf'],
): { records: ArtifactRecord[]; uriOf: Wishes['uriOf'] } {
  const nameFor = stackNamesFor(manifest);
  const originals = new Map<ArtifactRecord, ArtifactRecord>();
  const renamed = records.map((record) => {
    const name = nameFor(record);
    if (name === record.stack.name) return record;
    const other = { ...record, stack: { ...record.stack, name } };
    originals.set(other, record);
    return other;
  });
  return { records: renamed, uriOf: (record) => uriOf(originals.get(record) ?? record) };
}
