import { type Edit, joinEdits, type ListChange, NO_EDIT } from './edit.js';
import { firstItems } from './first-items.js';
import { listSection } from './list-section.js';
import { type DefaultVersion, sectionOf } from '../model/index.js';
import { removeFromSection, removeItems } from './remove-items.js';
import type { StyledManifest } from './style.js';
import { columnOf, lineEnd, lineStart } from './text/lines.js';
import { quotingOf, writeScalar } from './text/scalar.js';
import { insertion, lineInsertion, type Splice } from './text/splice.js';

/** The default version of a dependency. */
interface NewDefault {
  readonly name: string;
  readonly version: string;
}

/**
 * Takes default versions out of the list, and puts others behind the last of them, written as that is.
 * @throws BuilderError MANIFEST_INVALID when there is something else than maps among them
 */
export function editDefaults(
  manifest: StyledManifest,
  { gone, coming }: ListChange<DefaultVersion, NewDefault>,
): Edit {
  const { text, defaults } = manifest;
  if (coming.length === 0) {
    return removeFromSection(manifest, 'default_versions', { items: defaults, gone });
  }
  const section = listSection(manifest, 'default_versions');
  if (section === undefined) {
    return { splices: [newSection(manifest, coming)], changed: [], removed: [] };
  }
  const { range } = section;
  const last = defaults.at(-1);
  const added = last === undefined ? first(manifest, coming) : behind(manifest, last, gone, coming);
  return joinEdits([
    removeItems(text, range, { items: defaults, gone }),
    added === undefined ? NO_EDIT : { splices: [added], changed: [range], removed: [] },
  ]);
}

function newSection(manifest: StyledManifest, added: readonly NewDefault[]): Splice {
  const dependencies = sectionOf(manifest, 'dependencies');
  const at = dependencies === undefined ? 0 : lineStart(manifest.text, dependencies.key.start);
  const lines = added.flatMap((item) => inLines(manifest, item));
  return lineInsertion(manifest.text, at, ['default_versions:', ...lines]);
}

function first(manifest: StyledManifest, added: readonly NewDefault[]): Splice | undefined {
  const lines = added.flatMap((item) => inLines(manifest, item));
  return firstItems(manifest, 'default_versions', lines);
}

function behind(
  manifest: StyledManifest,
  last: DefaultVersion,
  gone: ReadonlySet<DefaultVersion>,
  added: readonly NewDefault[],
): Splice {
  const { text, defaults } = manifest;
  if (last.dash === undefined) {
    const comma = defaults.every((item) => gone.has(item)) ? '' : ', ';
    const items = added.map((item) => inBraces(manifest, item)).join(', ');
    return insertion(last.range.end, comma + items);
  }
  const lines = added.flatMap((item) => inLines(manifest, item));
  return lineInsertion(text, lineEnd(text, last.range.end), lines);
}

function inBraces({ style }: StyledManifest, { name, version }: NewDefault): string {
  const write = (value: string) => writeScalar(value, { quote: style.quote });
  return `{name: ${write(name)}, version: ${write(version)}}`;
}

function inLines(
  { text, style, defaults }: StyledManifest,
  { name, version }: NewDefault,
): string[] {
  const like = defaults.at(-1);
  const quoting = quotingOf(text, like?.name) ?? 'plain';
  const write = (value: string) => writeScalar(value, { quoting, quote: style.quote });
  const indent = ' '.repeat(like?.dash === undefined ? 0 : columnOf(text, like.dash));
  return [`${indent}- name: ${write(name)}`, `${indent}  version: ${write(version)}`];
}
