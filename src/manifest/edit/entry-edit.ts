import type { ArtifactRecord } from '../../store/index.js';
import { type ChangeDetails, type Slot, stacksOf } from '../update/index.js';
import { joinEdits, type Edit } from './edit.js';
import { setDigests } from './entry-digests.js';
import { setStacks } from './entry-stacks.js';
import type { DigestStyle, EntryArch, Manifest, ManifestEntry } from '../model/index.js';
import { setValue } from './set-value.js';
import type { Style } from './style.js';

interface EntryEdit {
  readonly edit: Edit;
  readonly changes: ChangeDetails[];
}

/** What is known of a slot from those beside it. */
interface SlotSurroundings {
  /** The stacks of its version that get an entry of their own. */
  readonly apart: ReadonlySet<string>;
  /** What it is for, if its name has entries for several architectures. */
  readonly arch: EntryArch | undefined;
}

/** What has to be done to an entry that stays, and the words for what comes of any slot. */
export function editEntry(
  manifest: Manifest,
  style: Style,
  slot: Slot,
  digest: DigestStyle | undefined,
  { apart, arch }: SlotSurroundings,
  uriOf: (record: ArtifactRecord) => string,
): EntryEdit {
  const { name, version, entry, record, gone } = slot;
  const nothing: Edit = { splices: [], changed: [], removed: [] };
  const told = arch === undefined ? {} : { arch };
  const which = { name, version, stacks: slot.stacks ?? [], ...told };
  if (entry === undefined) {
    const change: ChangeDetails =
      slot.origin === 'apart'
        ? { ...which, kind: 'rebuilt', keys: [], apart: true }
        : { ...which, kind: 'added' };
    return { edit: nothing, changes: [change] };
  }
  if (gone !== undefined) {
    const stacks = (stacksOf(manifest, entry) ?? []).filter((stack) => !apart.has(stack));
    return { edit: nothing, changes: [{ ...which, stacks, kind: 'removed', reason: gone }] };
  }
  const what = `${name} ${version}`;
  const edits: Edit[] = [];
  const changes: ChangeDetails[] = [];
  if (record !== undefined) {
    const { edit, keys } = rebuild(manifest, style, entry, record, digest, uriOf(record), what);
    edits.push(edit);
    if (keys.length > 0) changes.push({ ...which, kind: 'rebuilt', keys, apart: false });
  }
  if (entry.stacks !== undefined && slot.stacks !== undefined) {
    edits.push(setStacks(manifest, style, entry, slot.stacks, what));
    changes.push(
      ...stackChanges(manifest, entry, slot, apart).map((change) => ({ ...change, ...told })),
    );
  }
  return { edit: joinEdits(edits), changes };
}

function rebuild(
  manifest: Manifest,
  style: Style,
  entry: ManifestEntry,
  record: ArtifactRecord,
  digest: DigestStyle | undefined,
  uri: string,
  what: string,
): { edit: Edit; keys: string[] } {
  const { source, source_sha256 } = record.manifest;
  const values = [
    ['uri', entry.uri, uri],
    ['source', entry.source, source],
    ['source_sha256', entry.sourceSha256, source_sha256],
  ] as const;
  const edits: Edit[] = [];
  const keys: string[] = [];
  for (const [key, located, value] of values) {
    if (located === undefined) continue;
    const edit = setValue(manifest, style, entry, key, located, value, what);
    if (edit === undefined) continue;
    edits.push(edit);
    keys.push(key);
  }
  const digests = setDigests(manifest, style, entry, record, digest, what);
  return { edit: joinEdits([...edits, digests.edit]), keys: [...keys, ...digests.keys] };
}

/** A stack that went to an entry of its own is told there. */
function stackChanges(
  manifest: Manifest,
  entry: ManifestEntry,
  slot: Slot,
  apart: ReadonlySet<string>,
): ChangeDetails[] {
  const before = stacksOf(manifest, entry) ?? [];
  const after = slot.stacks ?? [];
  const { name, version } = slot;
  const joined = after.filter((stack) => !before.includes(stack));
  const left = before.filter((stack) => !after.includes(stack) && !apart.has(stack));
  return [
    ...(joined.length > 0 ? [{ kind: 'joined', name, version, stacks: joined } as const] : []),
    ...(left.length > 0 ? [{ kind: 'retired', name, version, stacks: left } as const] : []),
  ];
}
