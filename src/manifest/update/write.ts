import { type Decisions, type EntryDecision, forStacks } from './decide/decisions.js';
import {
  applySplices,
  changeStacks,
  type Edit,
  editDefaults,
  editEntries,
  ItemEditor,
  joinEdits,
  NO_EDIT,
  refuseShared,
  removeFromSection,
  type StyledManifest,
  withStyle,
} from '../edit/index.js';
import type { DefaultVersion, Manifest, UrlMapping } from '../model/index.js';

/**
 * The text of a manifest after decisions, which it takes no more of. Lines that they don't concern keep
 * every byte. An entry that goes takes with it the comment lines directly above it, but none that a blank
 * line parts from it.
 *
 * @param manifest whose last line has an end
 * @throws BuilderError MANIFEST_INVALID when an edit can't be made safely, since it would change what
 * aliases repeat elsewhere
 */
export function write(manifest: Manifest, decisions: Decisions): string {
  const styled = withStyle(manifest);
  const { entries, defaults, mappings, deprecations } = decisions;
  const edit = joinEdits([
    ...entries.map((decision) => changeEntry(styled, decision)),
    editEntries(styled, {
      gone: new Set(entries.flatMap((one) => (one.kind === 'goes' ? one.entry : []))),
      coming: entries.flatMap((one) => (one.kind === 'comes' ? one.entry : [])),
    }),
    ...defaults.map((one) =>
      one.kind === 'moves'
        ? moveVersion(styled, one, `the default version of ${one.name}`)
        : NO_EDIT,
    ),
    editDefaults(styled, {
      gone: goingOf(defaults),
      coming: defaults.flatMap((one) =>
        one.kind === 'comes' ? { name: one.name, version: one.to } : [],
      ),
    }),
    ...mappings.map((one) =>
      one.kind === 'moves'
        ? moveVersion(styled, one, `the url_to_dependency_map of ${one.name}`)
        : NO_EDIT,
    ),
    removeFromSection(manifest, 'url_to_dependency_map', {
      items: manifest.urlMap,
      gone: goingOf(mappings),
    }),
    removeFromSection(manifest, 'dependency_deprecation_dates', {
      items: manifest.deprecations,
      gone: goingOf(deprecations),
    }),
  ]);
  refuseShared(manifest, edit);
  return applySplices(manifest.text, edit.splices);
}

/** The items of a list that go. */
function goingOf<Item>(
  decisions: readonly (
    { readonly kind: 'goes'; readonly item: Item } | { readonly kind: 'stays' | 'moves' | 'comes' }
  )[],
): ReadonlySet<Item> {
  return new Set(decisions.flatMap((one) => (one.kind === 'goes' ? one.item : [])));
}

function changeEntry(manifest: StyledManifest, decision: EntryDecision): Edit {
  if (decision.kind !== 'changes') return NO_EDIT;
  const { which, entry, pairs, joined, left, parted } = decision;
  const title = `${which.name} ${which.version}${forStacks(which)}`;
  const editor = new ItemEditor(manifest, entry, title);
  return joinEdits([
    ...pairs.map((pair) => editor.make(pair)),
    changeStacks(manifest, editor, entry, { gone: [...left, ...parted], coming: joined }),
  ]);
}

function moveVersion(
  manifest: StyledManifest,
  { item, to }: { readonly item: DefaultVersion | UrlMapping; readonly to: string },
  title: string,
): Edit {
  return new ItemEditor(manifest, item, title).set('version', to);
}
