import type { ArtifactRecord } from '../../../store/index.js';
import { decideComments } from './comment-decisions.js';
import type { Decisions } from './decisions.js';
import { decideDefaults } from './default-decisions.js';
import { decideDeprecations } from './deprecation-decisions.js';
import { decideEntries } from './entry-decisions.js';
import type { Facts, Wishes } from './facts.js';
import { decideMappings } from './mapping-decisions.js';
import { planEntries } from './plan/plan-entries.js';
import { entriesThere, recogniseFiles, remaining, retireStacks } from './plan/planned-entry.js';
import { refuseUntold } from './refuse-untold.js';
import { inStacksOf } from './stack-names.js';
import { unfilledNotes } from './unfilled-notes.js';
import { versionChange } from './versions-by-place.js';
import { ofRecipes, wantedRecords } from './wanted-records.js';

/**
 * Decides what records do to a manifest: what happens to each of its entries, defaults, mappings and
 * dates, which entries come, and why. Pure: nothing is changed, the writer obeys.
 *
 * A record of a version and stack that an entry has replaces its digests, address and source. One
 * for another stack joins an entry for the same file where the manifest lists stacks, or gets its
 * own. One that is newer than all of its line comes, and the line's older ones go, but for the
 * newest `keep`, pinned and released ones, and what is the newest for its stack. An older one is
 * left out with a note. All of this within the entries of one architecture: see `archGroupsOf`.
 *
 * @param records all that there are; those that aren't wanted may tell what an entry's file is for
 * @throws BuilderError USAGE when there is no record of what is wanted, or an address doesn't tell its
 * architecture; DEFAULT_MISSING when a default would match nothing
 */
export function decide(
  facts: Facts,
  records: readonly ArtifactRecord[],
  wishes: Wishes,
): Decisions {
  const { manifest } = facts;
  const { policies } = wishes;
  const there = recogniseFiles(entriesThere(manifest), records);
  const names = new Set(there.map(({ name }) => name));
  const wanted = wantedRecords(ofRecipes(records, policies), wishes.wanted, names);
  const { records: renamed, uriOf } = inStacksOf(manifest, wanted, wishes.uriOf);
  const living = retireStacks(there, policies.retiredStacks);
  const plan = planEntries(facts, living, renamed, policies);
  refuseUntold(remaining(plan.entries), policies.architectures, uriOf);
  const decided = decideEntries(manifest, plan.entries, { policies, uriOf });
  const { entries, notes: comments } = decideComments(manifest, decided);
  const versions = versionChange(manifest, plan.entries);
  const { mappings, notes } = decideMappings(manifest, versions, { byName: false });
  return {
    entries,
    defaults: decideDefaults(manifest, versions, { wanted: wishes.defaults, byName: false }),
    mappings,
    deprecations: decideDeprecations(manifest, versions),
    notes: [...plan.notes, ...unfilledNotes(manifest, entries), ...comments, ...notes],
  };
}
