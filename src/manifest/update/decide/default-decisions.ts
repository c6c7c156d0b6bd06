import { BuilderError } from '../../../error.js';
import { compareVersions, matchesPattern } from '../../../version/index.js';
import type { DefaultDecision } from './decisions.js';
import { type Manifest, positionText } from '../../model/index.js';
import type { VersionChange, Versions } from './versions-by-arch.js';

/**
 * Sets defaults, and looks after those that nobody set.
 * @param wanted the defaults to be set, by name
 * @throws BuilderError DEFAULT_MISSING when one would match nothing
 */
export function decideDefaults(
  manifest: Manifest,
  { before, after, byArch }: VersionChange,
  wanted: Readonly<Record<string, string>>,
): DefaultDecision[] {
  const decisions = manifest.defaults.map((item): DefaultDecision => {
    const { name: { value: name } = {}, version } = item;
    if (name === undefined || version === undefined) return { kind: 'stays', item };
    const asked = Object.hasOwn(wanted, name) ? wanted[name] : undefined;
    const to = asked ?? version.value;
    const where = positionText(manifest, version.start);
    const had = hasMatch(before, name, version.value);
    if (!hasMatch(after, name, to) && (had || asked !== undefined)) {
      throw missing({ where, name, version: to }, after);
    }
    for (const own of byArch) {
      if (!hasMatch(own.before, name, version.value) || !own.after.has(name)) continue;
      if (!hasMatch(own.after, name, to)) {
        throw missing({ where, name, version: to, arch: own.arch }, own.after);
      }
    }
    if (to === version.value) return { kind: 'stays', item };
    return { kind: 'moves', item, name, from: version.value, to };
  });
  const there = new Set(manifest.defaults.map(({ name }) => name?.value));
  const added = Object.entries(wanted).filter(([name]) => !there.has(name));
  for (const [name, version] of added) {
    if (!hasMatch(after, name, version)) {
      throw missing({ where: manifest.path, name, version }, after);
    }
  }
  return [...decisions, ...added.map(([name, to]) => ({ kind: 'comes', name, to }) as const)];
}

/** Whether a name has a version that a pattern means: as it is written, or as `3.11.x`. */
export function hasMatch(versions: Versions, name: string, pattern: string): boolean {
  const all = versions.get(name);
  if (all === undefined) return false;
  return all.has(pattern) || [...all].some((version) => matchesPattern(version, pattern));
}

/** A default that would match nothing. */
interface Unmatched {
  readonly where: string;
  readonly name: string;
  readonly version: string;
  readonly arch?: string;
}

function missing({ where, name, version, arch }: Unmatched, after: Versions): BuilderError {
  const left = [...(after.get(name) ?? [])].sort(compareVersions);
  const newest = left.at(-1);
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
