import { NO_EDIT, type Edit } from './edit.js';
import { firstItems } from './first-items.js';
import { columnOf, lineEnd, lineStart } from './text/lines.js';
import { listSection } from './list-section.js';
import { sectionOf } from '../model/index.js';
import { quotingOf, writeScalar } from './text/scalar.js';
import { insertion, lineInsertion, type Splice } from './text/splice.js';
import type { StyledManifest } from './style.js';

/** The default version of a dependency. */
interface NewDefault {
  readonly name: string;
  readonly version: string;
}

/**
 * Puts default versions behind those that a manifest has, written as the last of them is.
 * @throws BuilderError MANIFEST_INVALID when there is something else than maps among them
 */
export function addDefaults(manifest: StyledManifest, added: readonly NewDefault[]): Edit {
  if (added.length === 0) return NO_EDIT;
  const section = listSection(manifest, 'default_versions');
  const changed = section === undefined ? [] : [section.range];
  return { splices: [spliceOf(manifest, added)], changed, removed: [] };
}

function spliceOf(manifest: StyledManifest, added: readonly NewDefault[]): Splice {
  const { text, defaults } = manifest;
  const last = defaults.at(-1);
  if (last !== undefined && sectionOf(manifest, 'default_versions')?.flow === true) {
    const items = added.map((item) => `, ${inBraces(manifest, item)}`);
    return insertion(last.range.end, items.join(''));
  }
  const lines = added.flatMap((item) => inLines(manifest, item));
  if (last !== undefined) return lineInsertion(text, lineEnd(text, last.range.end), lines);
  const first = firstItems(manifest, 'default_versions', lines);
  if (first !== undefined) return first;
  const dependencies = sectionOf(manifest, 'dependencies');
  const at = dependencies === undefined ? 0 : lineStart(text, dependencies.key.start);
  return lineInsertion(text, at, ['default_versions:', ...lines]);
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
