import { credentialSplices } from './credentials.js';
import { changeStacks } from './entry-stacks.js';
import { joinEdits, NO_EDIT, type Edit } from './edit.js';
import { ItemEditor } from './item-editor.js';
import { type Item, type Manifest, type ManifestEntry, titleOf, Tree } from '../model/index.js';
import { refuseShared } from './refuse-shared.js';
import { removeFromSection } from './remove-items.js';
import { applySplices, type Splice } from './text/splice.js';
import { withStyle, type StyledManifest } from './style.js';

/** What a buildpack's manifest is like in its package. */
interface Packaging {
  /** The one stack that it is for. */
  readonly stack?: string;
  /** Whether entries say that too, and no other stack, since scripts ask them; else none of them does. */
  readonly stackOfEntries?: boolean;
  /** The entries that stay. */
  readonly keeps: ReadonlySet<ManifestEntry>;
  /** Dependencies whose defaults go, by name. */
  readonly leftOut: ReadonlySet<string>;
  /** Where an entry's file is in the package, for its `file:`; undefined: it gets none. */
  readonly fileOf?: (entry: ManifestEntry) => string | undefined;
  /** Names of query fields that are secrets, beside those that are known. */
  readonly secretQuery?: readonly string[] | undefined;
}

/**
 * The text of a manifest as it is put into a package. Besides what `packaging` says, the secrets of
 * addresses go; every other byte stays.
 * @throws BuilderError MANIFEST_INVALID when something would change that others repeat by an alias
 */
export function packagedManifest(manifest: Manifest, packaging: Packaging): string {
  const { entries, defaults } = manifest;
  const { stack, stackOfEntries = false, keeps, leftOut, fileOf, secretQuery } = packaging;
  const styled = withStyle(manifest);
  const kept = entries.filter((entry) => keeps.has(entry));
  const edit = joinEdits([
    removeFromSection(
      manifest,
      'dependencies',
      without(entries, (entry) => !keeps.has(entry)),
    ),
    removeFromSection(
      manifest,
      'default_versions',
      without(defaults, ({ name }) => leftOut.has(name?.value ?? '')),
    ),
    ...(stack === undefined ? [] : [addStack(styled, stack)]),
    ...(stack === undefined
      ? []
      : kept.map((entry) =>
          stackOfEntries ? keepStack(styled, entry, stack) : removeStacks(styled, entry),
        )),
    ...kept.map((entry) => addFile(styled, entry, fileOf?.(entry))),
  ]);
  refuseShared(manifest, edit);
  return applySplices(manifest.text, [
    ...edit.splices,
    ...bare(manifest, edit.splices, secretQuery),
  ]);
}

/** What takes secrets out of that which stays. */
function bare(
  manifest: Manifest,
  splices: readonly Splice[],
  secretQuery: readonly string[] | undefined,
): Splice[] {
  const gone = splices.filter(({ text, start, end }) => text === '' && start < end);
  return credentialSplices(manifest, secretQuery).filter(
    ({ start, end }) => !gone.some((range) => range.start <= start && end <= range.end),
  );
}

function without<T extends Item>(items: readonly T[], goes: (item: T) => boolean) {
  return { items, gone: new Set(items.filter(goes)) };
}

/** Behind the language, which every package has. */
function addStack(manifest: StyledManifest, stack: string): Edit {
  const tree = new Tree(manifest.document, manifest.text);
  const top = tree.map(tree.value(manifest.document.contents, 0));
  if (top === undefined) return NO_EDIT;
  const editor = new ItemEditor(manifest, top.item, 'the manifest');
  return editor.add([{ key: 'stack', value: stack }], 'language');
}

function keepStack(manifest: StyledManifest, entry: ManifestEntry, stack: string): Edit {
  const gone = (entry.stacks?.value ?? []).map(({ value }) => value).filter((one) => one !== stack);
  const editor = new ItemEditor(manifest, entry, titleOf(entry));
  return changeStacks(manifest, editor, entry, { gone, coming: [] });
}

function removeStacks(manifest: StyledManifest, entry: ManifestEntry): Edit {
  if (entry.stacks === undefined) return NO_EDIT;
  const editor = new ItemEditor(manifest, entry, titleOf(entry));
  editor.requireOwn('cf_stacks', entry.stacks);
  return editor.remove('cf_stacks');
}

function addFile(manifest: StyledManifest, entry: ManifestEntry, file: string | undefined): Edit {
  if (file === undefined) return NO_EDIT;
  return new ItemEditor(manifest, entry, titleOf(entry)).add([{ key: 'file', value: file }], 'uri');
}
