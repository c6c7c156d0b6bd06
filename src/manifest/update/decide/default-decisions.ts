import { BuilderError } from '../../../error.js';
import {
  compareVersions,
  isMeant,
  lineOf,
  matchesPattern,
  newest,
} from '../../../version/index.js';
import type { DefaultDecision } from './decisions.js';
import { type Manifest, positionText } from '../../model/index.js';
import type { VersionChange, Versions } from './versions-by-place.js';

/** What defaults go by, beside the versions. */
interface DefaultWishes {
  /** The defaults to be set, by name. */
  readonly wanted: Readonly<Record<string, string>>;
  /** Whether it was named what goes: the default of what has no version any more then goes with it. */
  readonly byName: boolean;
}

/**
 * Sets defaults, and looks after those that nobody set.
 * @throws BuilderError DEFAULT_MISSING when one would match nothing
 */
export function decideDefaults(
  manifest: Manifest,
  { before, after, byPlace }: VersionChange,
  { wanted, byName }: DefaultWishes,
): DefaultDecision[] {
  const decisions = manifest.defaults.map((item): DefaultDecision => {
    const { name: { value: name } = {}, version } = item;
    if (name === undefined || version === undefined) return { kind: 'stays', item };
    const asked = Object.hasOwn(wanted, name) ? wanted[name] : undefined;
    const to = asked ?? version.value;
    const where = positionText(manifest, version.start);
    const had = hasMatch(before, name, version.value);
    if (byName && asked === undefined && before.has(name) && !after.has(name)) {
      return { kind: 'goes', item, name };
    }
    if (!hasMatch(after, name, to) && (had || asked !== undefined)) {
      throw missing({ where, name, version: to, byName }, after);
    }
    const places = byPlace.filter(
      (own) => hasMatch(own.before, name, version.value) && own.after.has(name),
    );
    const lost = places.find((own) => !hasMatch(own.after, name, to));
    if (lost !== undefined) {
      const { forWhat } = lost;
      const everywhere = places.map((own) => own.after);
      throw missing({ where, name, version: to, forWhat, byName }, lost.after, everywhere);
    }
    if (to === version.value) return { kind: 'stays', item };
    return { kind: 'moves', item, name, from: version.value, to };
  });
  const there = new Set(manifest.defaults.map(({ name }) => name?.value));
  const added = Object.entries(wanted).filter(([name]) => !there.has(name));
  for (const [name, version] of added) {
    if (!hasMatch(after, name, version)) {
      throw missing({ where: manifest.path, name, version, byName }, after);
    }
  }
  return [...decisions, ...added.map(([name, to]) => ({ kind: 'comes', name, to }) as const)];
}

/** Whether a name has a version that a pattern means: as it is written, as `3.11.x`, or as `>=3.9`. */
export function hasMatch(versions: Versions, name: string, pattern: string): boolean {
  const all = versions.get(name);
  if (all === undefined) return false;
  return all.has(pattern) || [...all].some((version) => isMeant(version, pattern));
}

/** A default that would match nothing. */
interface Unmatched {
  readonly where: string;
  readonly name: string;
  readonly version: string;
  /** The stack and architecture without a match, if others have one: ` for cflinuxfs4`. */
  readonly forWhat?: string;
  readonly byName: boolean;
}

/**
 * @param left the versions where nothing matches
 * @param places those of everywhere that it has to match
 */
function missing(
  { where, name, version, forWhat = '', byName }: Unmatched,
  left: Versions,
  places: readonly Versions[] = [left],
): BuilderError {
  const versions = [...(left.get(name) ?? [])].sort(compareVersions);
  const proposed = proposalFor(
    version,
    places.map((own) => [...(own.get(name) ?? [])]),
  );
  return new BuilderError(
    'DEFAULT_MISSING',
    `${where}: the default of ${name}, ${version}, would match none of its versions${forWhat}: ` +
      (versions.length === 0 ? 'there would be none.' : `${versions.join(', ')}.`),
    { hint: versions.length === 0 ? NONE_LEFT(name) : hintOf(name, proposed, byName) },
  );
}

const NONE_LEFT = (name: string) =>
  `Remove ${name} from default_versions first, or keep a version of it.`;

function hintOf(name: string, proposed: Proposal | undefined, byName: boolean): string {
  if (proposed === undefined) {
    const how = byName ? '.' : `, with --keep ${name}=2 for example.`;
    return `No version of ${name} is there wherever the default has to be: keep one${how}`;
  }
  const set = `et it with --default ${name}=${proposed.version}`;
  return proposed.inLine
    ? `S${set}.`
    : `No version of its line is left. If another is meant, s${set}.`;
}

/** What a default may be instead. */
interface Proposal {
  readonly version: string;
  /** Whether that is of the minor line of the old one. */
  readonly inLine: boolean;
}

/**
 * The newest version of a default's line that is there everywhere, or the line itself where each place has
 * another one of it; else the same of its major line, and last of all versions.
 */
function proposalFor(
  version: string,
  places: readonly (readonly string[])[],
): Proposal | undefined {
  const [first = [], ...others] = places;
  const common = first.filter((one) => others.every((own) => own.includes(one)));
  for (const kind of ['minor', 'major', 'any'] as const) {
    const line = lineOf(version, kind);
    const own = newest(common.filter((one) => lineOf(one, kind) === line));
    const whole = kind === 'any' ? undefined : `${line}.x`;
    const isEverywhere = (pattern: string) =>
      places.every((versions) => versions.some((one) => matchesPattern(one, pattern)));
    const found = own ?? (whole !== undefined && isEverywhere(whole) ? whole : undefined);
    if (found !== undefined) return { version: found, inLine: kind === 'minor' };
  }
  return undefined;
}
