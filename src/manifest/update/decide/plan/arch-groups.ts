import { ARCH_NAMES, type Arch } from '../../../../architecture.js';
import type { ArtifactRecord } from '../../../../store/index.js';
import {
  type EntryArch,
  isForEveryArch,
  type ManifestEntry,
  toldArchs,
} from '../../../model/index.js';
import { isForeign } from './other-architectures.js';
import type { EntryThere } from './planned-entry.js';

/** What a file is for whose name doesn't say: so it was before there were others. */
const UNSAID: Arch = 'x64';

/** Why a record is left out that there is an entry for every architecture of. */
export const FOR_EVERY = 'its entry is for every architecture';

/** The entries and records of one name that concern each other. */
export interface ArchGroup {
  readonly arch: EntryArch;
  /** Those of the manifest; two groups may have the same. */
  readonly there: ReadonlySet<ManifestEntry>;
  readonly records: readonly ArtifactRecord[];
}

/** What is known of architectures beside the entries and records of one name. */
export interface KnownArchs {
  /** Those that the manifest's entries tell. */
  readonly told: ReadonlySet<Arch>;
  /** Those that all records of the update are for. */
  readonly coming: ReadonlySet<Arch>;
  /** Those that the manifest is to have, if somebody said so. */
  readonly wanted: readonly Arch[] | undefined;
}

/**
 * Parts what is known of one name by architecture, so that no entry ever becomes one for another
 * architecture, unless it is said that the manifest is not for that. Records of an architecture that
 * the name has no entry for get entries beside the others. Where nothing says what an entry is for,
 * and it may be for another than x64, records are left out with a note.
 */
export function archGroupsOf(
  entries: readonly EntryThere[],
  records: readonly ArtifactRecord[],
  known: KnownArchs,
): { groups: ArchGroup[]; notes: string[] } {
  const groups: ArchGroup[] = [];
  const notes: string[] = [];
  for (const { arch, own } of recordsByArch(entries, records, known)) {
    const found = entriesFor(arch, entries, records, known);
    if ('leftOut' in found) {
      notes.push(
        ...own.map(
          ({ manifest: { name, version }, file }) =>
            `${name} ${version} for ${arch} is left out: ${found.leftOut} (${file})`,
        ),
      );
    } else {
      groups.push({ arch, there: new Set(found.map(({ entry }) => entry)), records: own });
    }
  }
  return { groups, notes };
}

/** The entries that records for an architecture concern, or why these are left out. */
function entriesFor(
  arch: EntryArch,
  entries: readonly EntryThere[],
  records: readonly ArtifactRecord[],
  known: KnownArchs,
): readonly EntryThere[] | { readonly leftOut: string } {
  const { wanted, told } = known;
  if (wanted !== undefined && arch !== 'every' && !wanted.includes(arch)) {
    return { leftOut: `the manifest is to be for ${wanted.join(', ')}` };
  }
  const unsaid = wanted?.[0] ?? unsaidOf(entries, known);
  const isFirst = arch === wanted?.[0];
  const archs = new Set(records.map((record) => record.arch));
  const isOwn = (one: EntryThere) =>
    (one.arch ?? unsaid) === arch || (isFirst && isForeign(one, wanted));
  const others =
    wanted?.some((one) => one !== arch) ??
    (hasOthers(told, arch) || entries.some((one) => !isForAll(one) && !isOwn(one)));
  const isAlone = archs.size <= 1 && !others;
  // What is for every architecture is for this one, if there is no other.
  if (entries.some(isOwn)) return entries.filter((one) => isOwn(one) || (isAlone && isForAll(one)));
  const silent = entries.find((one) => one.arch === undefined);
  if (silent !== undefined && unsaid === undefined) {
    return {
      leftOut:
        `nothing tells which architecture ${silent.name} ${silent.version} in the manifest is for, ` +
        "say it with 'architectures' in binary-builder.yml",
    };
  }
  if (arch === 'every' || entries.length === 0 || !entries.every(isForAll)) return [];
  return isAlone ? entries : { leftOut: FOR_EVERY };
}

/** What entries that don't say theirs are for; undefined when that can't be told. */
function unsaidOf(entries: readonly EntryThere[], { told, coming }: KnownArchs): Arch | undefined {
  if (toldArchs(entries).size > 0) return UNSAID;
  if (told.size === 0) return coming.has(UNSAID) ? UNSAID : undefined;
  return hasOthers(told, UNSAID) ? undefined : UNSAID;
}

function hasOthers(archs: ReadonlySet<Arch>, arch: EntryArch): boolean {
  return [...archs].some((other) => other !== arch);
}

function isForAll({ arch }: EntryThere): boolean {
  return arch === 'every';
}

/** Records by what they are for, in the order in which messages list architectures. */
function recordsByArch(
  entries: readonly EntryThere[],
  records: readonly ArtifactRecord[],
  { wanted }: KnownArchs,
): { arch: EntryArch; own: readonly ArtifactRecord[] }[] {
  const everywhere = entries.length === 0 || entries.some(isForAll);
  const forEvery = records.filter(({ file }) => everywhere && isForEveryArch(file));
  const order: readonly Arch[] = [...new Set([...(wanted ?? []), ...ARCH_NAMES])];
  return [
    { arch: 'every' as const, own: firstsOf(forEvery, order) },
    ...order.map((arch) => ({
      arch,
      own: records.filter((record) => record.arch === arch && !forEvery.includes(record)),
    })),
  ].filter(({ own }) => own.length > 0);
}

/** Of files for every architecture that were made on several, the first of each version and stack. */
function firstsOf(records: readonly ArtifactRecord[], order: readonly Arch[]): ArtifactRecord[] {
  const firsts = new Map<string, ArtifactRecord>();
  for (const record of records.toSorted((a, b) => order.indexOf(a.arch) - order.indexOf(b.arch))) {
    const key = JSON.stringify([record.manifest.version, record.stack.name]);
    if (!firsts.has(key)) firsts.set(key, record);
  }
  return [...firsts.values()];
}
