import type { Arch } from '../../../architecture.js';
import type { Manifest } from '../../model/index.js';
import { isMeant } from '../../../version/index.js';
import { decideComments } from './comment-decisions.js';
import type { Decisions, EntryDecision } from './decisions.js';
import { decideDefaults } from './default-decisions.js';
import { decideDeprecations } from './deprecation-decisions.js';
import { decideMappings } from './mapping-decisions.js';
import { entriesThere, type EntryThere } from './plan/planned-entry.js';
import { versionChange } from './versions-by-place.js';
import { whichOf } from './which.js';

/** Entries by name; without a version all of that name. */
export interface NamedEntries {
  readonly name: string;
  /** A version, a line such as `3.3.x`, or a range such as `<3.5`. */
  readonly version?: string | undefined;
}

/** What is to go. */
export interface Removal {
  readonly named: readonly NamedEntries[];
  /** Only for these; none: for all that an entry is for. */
  readonly stacks: readonly string[];
  /** Only for this one. */
  readonly arch?: Arch | undefined;
  /** Default versions to set, by name. */
  readonly defaults: Readonly<Record<string, string>>;
}

/**
 * Decides what goes when entries are named: an entry for the stacks that are meant and no other goes, one for
 * others too stays for these. A default, a mapping and a deprecation date follow, and go with the last version
 * that they are for. Pure.
 * @throws BuilderError DEFAULT_MISSING when a default would match nothing of what is left
 */
export function decideRemovals(manifest: Manifest, removal: Removal): Decisions {
  const there = entriesThere(manifest);
  const whichFor = whichOf(there);
  const planned = there.map((one) => withoutMeant(one, removal));
  const decided = planned.map((one, index): EntryDecision => {
    const { entry, gone, stacks = [] } = one;
    const which = whichFor(there[index] ?? one);
    if (gone !== undefined) return { which, kind: 'goes', entry, reason: gone };
    const left = which.stacks.filter((stack) => !stacks.includes(stack));
    if (left.length === 0) return { which, kind: 'stays', entry };
    const change = { pairs: [], joined: [], left, outdated: [], parted: [] };
    return { which: { ...which, stacks }, kind: 'changes', entry, ...change };
  });
  const { entries, notes: comments } = decideComments(manifest, decided);
  const versions = versionChange(manifest, planned);
  const byName = true;
  const { mappings, notes } = decideMappings(manifest, versions, { byName });
  return {
    entries,
    defaults: decideDefaults(manifest, versions, { wanted: removal.defaults, byName }),
    mappings,
    deprecations: decideDeprecations(manifest, versions),
    notes: [...comments, ...notes],
  };
}

/** Whether an entry is among those that are named, for some of the stacks that are meant. */
export function isNamed(
  { name, version, arch, stacks }: EntryThere,
  named: NamedEntries,
  meant: Pick<Removal, 'stacks' | 'arch'>,
): boolean {
  return (
    name === named.name &&
    (named.version === undefined || isMeant(version, named.version)) &&
    (meant.arch === undefined || arch === meant.arch) &&
    (meant.stacks.length === 0 || meant.stacks.some((stack) => stacks?.includes(stack)))
  );
}

function withoutMeant(one: EntryThere, { named, ...meant }: Removal): EntryThere {
  if (!named.some((its) => isNamed(one, its, meant))) return one;
  const left =
    meant.stacks.length === 0 ? [] : one.stacks?.filter((s) => !meant.stacks.includes(s));
  return left === undefined || left.length === 0
    ? { ...one, gone: { kind: 'asked' } }
    : { ...one, stacks: left };
}
