import { BuilderError } from '../../error.js';
import type { ArchVersions, Versions } from './arch-versions.js';
import type { ChangeDetails } from './change.js';
import { compareVersions, lineOf, matchesPattern } from '../../version/index.js';
import {
  columnOf,
  type Edit,
  emptyList,
  insertion,
  instead,
  joinEdits,
  lineEnd,
  lineStart,
  placeOf,
  quotingOf,
  removeItems,
  setValue,
  type Splice,
  type Style,
  writeScalar,
} from '../edit/index.js';
import type { DefaultVersion, Manifest } from '../model/index.js';

interface Followed {
  readonly edit: Edit;
  readonly changes: ChangeDetails[];
}

/** What follows the versions: how they were, and how they will be. */
export interface Move {
  readonly manifest: Manifest;
  readonly style: Style;
  readonly before: Versions;
  readonly after: Versions;
  /** The same for each architecture, if there are several. */
  readonly byArch: readonly ArchVersions[];
}

/**
 * Sets defaults, and looks after those that nobody set.
 * @throws BuilderError DEFAULT_MISSING when one would match nothing; MANIFEST_INVALID
 */
export function followDefaults(move: Move, wanted: Readonly<Record<string, string>>): Followed {
  const { manifest, style, before, after, byArch } = move;
  const edits: Edit[] = [];
  const changes: ChangeDetails[] = [];
  for (const item of manifest.defaults) {
    const { name, version } = item;
    if (name === undefined || version === undefined) continue;
    const to = Object.hasOwn(wanted, name.value) ? wanted[name.value] : undefined;
    const had = matches(before, name.value, version.value);
    if (!matches(after, name.value, to ?? version.value) && (had || to !== undefined)) {
      throw missing(move, name.value, to ?? version.value, version.start);
    }
    for (const own of byArch) {
      if (!matches(own.before, name.value, version.value) || !own.after.has(name.value)) continue;
      if (matches(own.after, name.value, to ?? version.value)) continue;
      throw missing({ ...move, ...own }, name.value, to ?? version.value, version.start, own.arch);
    }
    if (to === undefined) continue;
    const what = `the default version of ${name.value}`;
    const edit = setValue(manifest, style, item, 'version', version, to, what);
    if (edit === undefined) continue;
    edits.push(edit);
    changes.push({ kind: 'default-moved', name: name.value, from: version.value, to });
  }
  const there = new Set(manifest.defaults.map(({ name }) => name?.value));
  const added = Object.entries(wanted).filter(([name]) => !there.has(name));
  for (const [name, to] of added) {
    if (!matches(after, name, to)) throw missing(move, name, to, undefined);
    changes.push({ kind: 'default-moved', name, from: undefined, to });
  }
  if (added.length > 0) {
    const section = manifest.sections.find(({ key }) => key.value === 'default_versions');
    const changed = section === undefined ? [] : [section.range];
    edits.push({ splices: [addDefaults(move, added)], changed, removed: [] });
  }
  return { edit: joinEdits(edits), changes };
}

/**
 * Moves a fixed version of `url_to_dependency_map` that went to what is there in its place. One that went
 * for some architectures only stays, and is noted.
 */
export function followMappings({ manifest, style, before, after, byArch }: Move): Followed & {
  notes: string[];
} {
  const edits: Edit[] = [];
  const changes: ChangeDetails[] = [];
  const notes: string[] = [];
  for (const item of manifest.urlMap) {
    const { name, version } = item;
    if (name === undefined || version === undefined || version.value.includes('$')) continue;
    const left = after.get(name.value);
    if (before.get(name.value)?.has(version.value) !== true) continue;
    for (const own of byArch) {
      const went =
        own.before.get(name.value)?.has(version.value) === true &&
        own.after.get(name.value)?.has(version.value) === false;
      if (!went || left?.has(version.value) !== true) continue;
      notes.push(
        `url_to_dependency_map: ${name.value} stays at ${version.value}, which is not there for ${own.arch} any more`,
      );
    }
    if (left === undefined || left.has(version.value)) continue;
    const to = newestNear(version.value, [...left]);
    if (to === undefined) continue;
    const what = `the url_to_dependency_map of ${name.value}`;
    const edit = setValue(manifest, style, item, 'version', version, to, what);
    if (edit !== undefined) edits.push(edit);
    changes.push({ kind: 'mapping-moved', name: name.value, from: version.value, to });
  }
  return { edit: joinEdits(edits), changes, notes };
}

/** The newest of a version's minor line, or else of its major one, or else of all. */
function newestNear(version: string, versions: readonly string[]): string | undefined {
  for (const line of ['minor', 'major', 'any'] as const) {
    const own = versions.filter((other) => lineOf(other, line) === lineOf(version, line));
    if (own.length > 0) return own.sort(compareVersions).at(-1);
  }
  return undefined;
}

/** Removes the deprecation dates of lines that had versions and have none any more. */
export function followDeprecations({ manifest, before, after }: Move): Followed {
  const { deprecations } = manifest;
  const gone = deprecations.map(({ name, versionLine }) => {
    if (name === undefined || versionLine === undefined) return false;
    return (
      matches(before, name.value, versionLine.value) &&
      !matches(after, name.value, versionLine.value)
    );
  });
  const section = manifest.sections.find(({ key }) => key.value === 'dependency_deprecation_dates');
  const list = section?.range ?? { start: 0, end: 0 };
  const removed = removeItems(manifest, list, deprecations, (index) => gone[index] === true);
  const emptied =
    gone.length > 0 && !gone.includes(false) && section?.flow === false
      ? emptyList(manifest.text, section)
      : [];
  return {
    edit: joinEdits([removed, { splices: emptied, changed: [], removed: [] }]),
    changes: deprecations
      .filter((_item, index) => gone[index] === true)
      .map(({ name, versionLine }) => ({
        kind: 'deprecation-removed',
        name: name?.value ?? '',
        line: versionLine?.value ?? '',
      })),
  };
}

function matches(versions: Versions, name: string, pattern: string): boolean {
  const all = versions.get(name);
  if (all === undefined) return false;
  if (all.has(pattern)) return true;
  return [...all].some((version) => matchesPattern(version, pattern));
}

function missing(
  { manifest, after }: Move,
  name: string,
  version: string,
  offset: number | undefined,
  arch?: string,
): BuilderError {
  const left = [...(after.get(name) ?? [])].sort(compareVersions);
  const newest = left.at(-1);
  const where = offset === undefined ? manifest.path : placeOf(manifest, offset);
  return new BuilderError(
    'DEFAULT_MISSING',
    `${where}: the default of ${name}, ${version}, would match none of its versions${arch === undefined ? '' : ` for ${arch}`}: ` +
      (left.length === 0 ? 'there would be none.' : `${left.join(', ')}.`),
    {
      hint:
        newest === undefined
          ? `Remove ${name} from default_versions first, or keep a version of it.`
          : `Set it with --default ${name}=${newest}.`,
    },
  );
}

function addDefaults(
  { manifest, style }: Move,
  added: readonly (readonly [name: string, version: string])[],
): Splice {
  const { text, defaults } = manifest;
  const end = style.lineEnd;
  const section = manifest.sections.find(({ key }) => key.value === 'default_versions');
  const last = defaults.at(-1);
  if (section?.flow === true && last !== undefined) {
    const items = added.map(([name, version]) => `, ${inBraces(style, name, version)}`);
    return insertion(last.range.end, items.join(''));
  }
  const body = added.map(([name, version]) => item(text, style, last, name, version)).join(end);
  if (last !== undefined) {
    return insertion(lineEnd(text, last.range.end), body + end);
  }
  if (section !== undefined && section.kind !== 'empty') {
    return instead(text, section, end + body);
  }
  if (section !== undefined) {
    return insertion(lineEnd(text, section.range.end), body + end);
  }
  const dependencies = manifest.sections.find(({ key }) => key.value === 'dependencies');
  const at = dependencies === undefined ? 0 : lineStart(text, dependencies.key.start);
  return insertion(at, `default_versions:${end}${body}${end}`);
}

function inBraces(style: Style, name: string, version: string): string {
  const write = (value: string) => writeScalar(value, { quote: style.quote });
  return `{name: ${write(name)}, version: ${write(version)}}`;
}

function item(
  text: string,
  style: Style,
  like: DefaultVersion | undefined,
  name: string,
  version: string,
): string {
  const dash = like?.dash === undefined ? 0 : columnOf(text, like.dash);
  const quoting = quotingOf(text, like?.name) ?? 'plain';
  const write = (value: string) => writeScalar(value, { quoting, quote: style.quote });
  const indent = ' '.repeat(dash);
  return `${indent}- name: ${write(name)}${style.lineEnd}${indent}  version: ${write(version)}`;
}
