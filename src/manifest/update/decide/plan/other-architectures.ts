import type { Arch } from '../../../../architecture.js';
import type { ArtifactRecord } from '../../../../store/index.js';
import { type EntryThere, type PlannedEntry, remaining } from './planned-entry.js';

/** Whether an entry is for an architecture that the manifest is not to have. */
export function isForeign(
  { arch }: Pick<PlannedEntry, 'arch'>,
  wanted: readonly Arch[] | undefined,
): boolean {
  return arch !== undefined && arch !== 'every' && wanted !== undefined && !wanted.includes(arch);
}

/**
 * Lets entries of one name go that are for an architecture that the manifest is not to have, when they are
 * there for the first of those that it is to have too, and records for that come.
 */
export function supersede(
  entries: readonly EntryThere[],
  records: readonly ArtifactRecord[],
  wanted: readonly Arch[] | undefined,
): readonly EntryThere[] {
  const [by] = wanted ?? [];
  if (by === undefined || !records.some(({ arch }) => arch === by)) return entries;
  return entries.map((planned) => {
    if (!isForeign(planned, wanted)) return planned;
    const others = entries.filter(
      ({ version, arch }) => version === planned.version && (arch ?? by) === by,
    );
    if (others.length === 0) return planned;
    const all = others.some(({ stacks }) => stacks === undefined);
    const left = planned.stacks?.filter(
      (stack) => !all && !others.some(({ stacks }) => stacks?.includes(stack)),
    );
    return left === undefined || left.length === 0
      ? { ...planned, gone: { kind: 'superseded', by } }
      : { ...planned, stacks: left };
  });
}

/** Tells what a manifest has for other architectures than it is to have, when no record took its place. */
export function staleNotes(
  entries: readonly PlannedEntry[],
  wanted: readonly Arch[] | undefined,
): string[] {
  return remaining(entries)
    .filter((planned) => planned.record === undefined && isForeign(planned, wanted))
    .map(
      ({ name, version, arch }) =>
        `${name} ${version} is still for ${arch ?? ''}: the manifest is to be for ${(wanted ?? []).join(', ')}, ` +
        'and there is no record to take its place',
    );
}
