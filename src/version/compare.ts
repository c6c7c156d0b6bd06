/** Words that come before the version they are attached to: `3.12.0rc1`, `8.0.0-beta.2`. */
const EARLIER = /^(?:alpha|beta|canary|dev|ea|milestone|nightly|pre|preview|rc|snapshot)$/;

/**
 * Orders versions of any scheme by their numbers, oldest first: 3.9 before 3.10, 3.12.0rc1 before
 * 3.12.0, 1.1.1 before 1.1.1w; what stands behind a `+` decides only between equal ones, as for builds of
 * Java. Zero for versions that only differ in their separators or in a `v` before them.
 */
export function compareVersions(a: string, b: string): number {
  const [[release, build], [otherRelease, otherBuild]] = [cut(a), cut(b)];
  return compareParts(release, otherRelease) || compareParts(build, otherBuild);
}

/** A version, and what stands behind its `+`. */
function cut(version: string): [release: string, build: string] {
  const [, release = '', build = ''] = /^v?([^+]*)\+?(.*)$/is.exec(version) ?? [];
  return [release, build];
}

function compareParts(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = comparePart(left[index], right[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The highest of some versions. */
export function newest(versions: readonly string[]): string | undefined {
  return versions.toSorted(compareVersions).at(-1);
}

/** A number, or a letter or word with whether it makes the version earlier than without it. */
type Part = number | { readonly word: string; readonly earlier: boolean };

const known = new Map<string, readonly Part[]>();

function partsOf(version: string): readonly Part[] {
  const before = known.get(version);
  if (before !== undefined) return before;
  const tokens = version.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
  const parts = tokens.map((token, index): Part => {
    if (/^\d/.test(token)) return Number(token);
    const numbered = /^(?:a|b|c|m)$/.test(token) && /^\d/.test(tokens[index + 1] ?? '');
    return { word: token, earlier: numbered || EARLIER.test(token) };
  });
  // A manifest's versions are compared many times; another manifest's needn't be kept for ever.
  if (known.size > 50_000) known.clear();
  known.set(version, parts);
  return parts;
}

function comparePart(a: Part | undefined, b: Part | undefined): number {
  if (a === undefined || b === undefined) return rank(a) - rank(b);
  if (typeof a === 'number' && typeof b === 'number') return Math.sign(a - b);
  if (typeof a === 'number' || typeof b === 'number') return rank(a) - rank(b);
  if (a.earlier !== b.earlier) return rank(a) - rank(b);
  return a.word < b.word ? -1 : a.word > b.word ? 1 : 0;
}

/** Earlier words, then the end of the version, then later letters, then numbers. */
function rank(part: Part | undefined): number {
  if (part === undefined) return 1;
  if (typeof part === 'number') return 3;
  return part.earlier ? 0 : 2;
}
