import { groupBy } from '../../../group-by.js';
import { compareVersions } from '../../../version/index.js';
import { type EntryComments, ManifestComments } from '../../edit/index.js';
import { type Manifest, sectionOf } from '../../model/index.js';
import { type EntryDecision, forStacks, type Which } from './decisions.js';

type Coming = Extract<EntryDecision, { kind: 'comes' }>;
type Going = Extract<EntryDecision, { kind: 'goes' }>;

/** An entry that goes since something is there in its place, and its comments. */
interface Replaced {
  readonly going: Going;
  readonly comments: EntryComments;
  /** What comes in its place, if that wasn't there before. */
  readonly by: Coming | undefined;
}

/**
 * Lets comments of entries that are replaced stay with what comes in their place: those above them, and those
 * behind a text that it has too. The others go, and are noted. Those of entries whose stacks are retired go with
 * them.
 */
export function decideComments(
  manifest: Manifest,
  decisions: readonly EntryDecision[],
): { entries: EntryDecision[]; notes: string[] } {
  const comments = new ManifestComments(manifest);
  const coming = groupBy(
    decisions.filter((one) => one.kind === 'comes'),
    ({ which }) => which.name,
  );
  const replaced = decisions
    .filter((one) => one.kind === 'goes')
    .filter(({ reason }) => reason.kind !== 'retired')
    .map((going): Replaced => {
      const by = (coming.get(going.which.name) ?? []).find((one) => replaces(one, going));
      return { going, comments: comments.ofEntry(going.entry), by };
    });
  const groups = new Map<Coming, Replaced[]>();
  for (const one of replaced) {
    if (one.by !== undefined) groups.set(one.by, [...(groups.get(one.by) ?? []), one]);
  }
  const inBrackets = sectionOf(manifest, 'dependencies')?.flow === true;
  const kept = new Map(
    [...(inBrackets ? [] : groups)].map(([by, own]) => [by, commentsFor(by, own)]),
  );
  return {
    entries: decisions.map((one): EntryDecision => {
      const comments = one.kind === 'comes' ? kept.get(one) : undefined;
      return one.kind !== 'comes' || comments === undefined
        ? one
        : { ...one, entry: { ...one.entry, comments } };
    }),
    notes: [
      ...decisions.flatMap((one) => stackNotes(one, comments)),
      ...replaced.flatMap((one) => goingNotes(one, one.by && kept.get(one.by))),
    ],
  };
}

function replaces({ which, why }: Coming, { which: gone, reason }: Going): boolean {
  const isForIts = which.stacks.some((stack) => gone.stacks.includes(stack));
  return (
    why === 'new' &&
    reason.kind === 'older' &&
    which.version === reason.than &&
    which.arch === gone.arch &&
    (isForIts || which.stacks.length === 0)
  );
}

/** What of the comments of replaced entries fits to what comes: of several behind one key, those of the newest. */
function commentsFor(
  { entry: { example, values } }: Coming,
  own: readonly Replaced[],
): EntryComments {
  const above = new Set(own.flatMap(({ comments }) => comments.above));
  const behind = own
    .toSorted((a, b) => compareVersions(a.going.which.version, b.going.which.version))
    .flatMap(({ comments }) => [...comments.behind])
    .filter(([key]) => Object.entries(values).some(([one, value]) => one === key && value));
  return {
    above: [...above],
    behind: new Map(example?.form === 'flow' ? [] : behind),
    within: [],
  };
}

function goingNotes({ going, comments }: Replaced, kept: EntryComments | undefined): string[] {
  const behind = [...comments.behind].filter(([key, text]) => kept?.behind.get(key) !== text);
  const lost = [
    ...(kept === undefined ? comments.above : []),
    ...behind.map(([, text]) => text),
    ...comments.within,
  ].map((text) => text.trim());
  return goingNote(going.which, lost);
}

/** Says which comments go with stacks that leave an entry. */
function stackNotes(decision: EntryDecision, comments: ManifestComments): string[] {
  if (decision.kind !== 'changes') return [];
  const { which, entry, left, parted } = decision;
  const gone = [...left, ...parted];
  const stacks = entry.stacks?.value.filter(({ value }) => gone.includes(value)) ?? [];
  return goingNote(
    { ...which, stacks: gone },
    stacks.flatMap((stack) => comments.ofStack(stack)),
  );
}

function goingNote({ name, version, ...what }: Which, lost: readonly string[]): string[] {
  if (lost.length === 0) return [];
  const words = lost.length === 1 ? 'its comment' : 'its comments';
  return [`${name} ${version}${forStacks(what)} goes with ${words}: ${lost.join(' ')}`];
}
