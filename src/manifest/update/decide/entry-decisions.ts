import { groupBy } from '../../../group-by.js';
import type { ArtifactRecord } from '../../../store/index.js';
import type { EntryDecision, Which } from './decisions.js';
import { newValues, rebuiltPairs } from './entry-values.js';
import type { Wishes } from './facts.js';
import { keptKeys } from './kept-keys.js';
import { examplesIn, NO_COMMENTS, type PairChange } from '../../edit/index.js';
import {
  digestHabit,
  digestsOf,
  type DigestStyle,
  type Manifest,
  type ManifestEntry,
  toldStacks,
} from '../../model/index.js';
import {
  type EntryThere,
  type EntryToCome,
  isThere,
  isToCome,
  type PlannedEntry,
} from './plan/planned-entry.js';

/** What happens to each entry of a plan, in its order. */
export function decideEntries(
  manifest: Manifest,
  planned: readonly PlannedEntry[],
  { policies, uriOf }: Pick<Wishes, 'policies' | 'uriOf'>,
): EntryDecision[] {
  const several = namesOfSeveral(planned);
  const parted = planned.filter(isToCome).filter(({ why }) => why === 'parted');
  const partings = groupBy(parted, versionAndArch);
  const there = groupBy(planned.filter(isThere), versionAndArch);
  const habit = digestHabit(manifest);
  const exampleFor = examplesIn(manifest);
  /** @param like the entry whose digests are asked for, if nobody wants others */
  const digestLike = (like: ManifestEntry | undefined): DigestStyle =>
    policies.digest ?? (like && digestsOf(like)) ?? habit;

  return planned.map((one): EntryDecision => {
    const { name, version, stacks, arch } = one;
    const told = several.has(name) && arch !== undefined ? { arch } : {};
    const which: Which = { name, version, stacks: stacks ?? [], ...told };
    if (isThere(one)) {
      const apart = (partings.get(versionAndArch(one)) ?? []).flatMap(
        (other) => other.stacks ?? [],
      );
      const before = toldStacks(manifest, one.entry) ?? [];
      const pairsOf = (record: ArtifactRecord) =>
        rebuiltPairs(one.entry, record, uriOf(record), digestLike(one.entry));
      return decideThere(one, which, { before, apart }, pairsOf);
    }
    const { why, record } = one;
    const origin =
      why === 'parted' ? originOf(manifest, there.get(versionAndArch(one)) ?? [], one) : undefined;
    const example = origin ?? exampleFor(one);
    const kept = origin === undefined ? [] : keptKeys(manifest, origin);
    // Those of a packaged buildpack are for its stack, and don't say so.
    const own = manifest.stack === undefined ? stacks : undefined;
    const form = { digest: digestLike(example), stacks: own, example, kept };
    const values = newValues(record, uriOf(record), form);
    const comments = NO_COMMENTS;
    const entry = { name, version, stacks, arch, values, example, kept, comments };
    return { which, kind: 'comes', why, entry };
  });
}

/** The stacks of an entry as they were, and those that get an entry of their own. */
interface StacksThere {
  readonly before: readonly string[];
  readonly apart: readonly string[];
}

function decideThere(
  { entry, record, stacks = [], gone, outdated }: EntryThere,
  which: Which,
  { before, apart }: StacksThere,
  pairsOf: (record: ArtifactRecord) => readonly PairChange[],
): EntryDecision {
  if (gone !== undefined) {
    const own = before.filter((stack) => !apart.includes(stack));
    return { which: { ...which, stacks: own }, kind: 'goes', entry, reason: gone };
  }
  const pairs = record === undefined ? [] : pairsOf(record);
  // Of a packaged buildpack all are for the one stack, which is said elsewhere.
  const isListed = entry.stacks !== undefined;
  const joined = isListed ? stacks.filter((stack) => !before.includes(stack)) : [];
  const lost = isListed ? before.filter((stack) => !stacks.includes(stack)) : [];
  if (pairs.length + joined.length + lost.length === 0) return { which, kind: 'stays', entry };
  const left = lost.filter((stack) => !apart.includes(stack));
  return {
    which,
    kind: 'changes',
    entry,
    pairs,
    joined,
    left,
    outdated: outdated.filter(({ stack }) => left.includes(stack)),
    parted: lost.filter((stack) => apart.includes(stack)),
  };
}

/** The entry, of those of its version, from which stacks get one of their own. */
function originOf(
  manifest: Manifest,
  there: readonly EntryThere[],
  parted: EntryToCome,
): ManifestEntry | undefined {
  const [stack = ''] = parted.stacks ?? [];
  return there
    .map(({ entry }) => entry)
    .find((entry) => entry.form !== 'alias' && toldStacks(manifest, entry)?.includes(stack));
}

function versionAndArch({ name, version, arch }: PlannedEntry): string {
  return JSON.stringify([name, version, arch]);
}

/** The names that have, or had, entries for several architectures. */
function namesOfSeveral(planned: readonly PlannedEntry[]): ReadonlySet<string> {
  const byName = groupBy(planned, ({ name }) => name);
  return new Set(
    [...byName].flatMap(([name, own]) => {
      const archs = new Set(own.flatMap((one) => [one.arch, one.archBefore ?? one.arch]));
      return archs.size > 1 ? name : [];
    }),
  );
}
