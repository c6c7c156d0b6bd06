import semver from 'semver';

/**
 * Whether a version of any scheme is within a range as semver(7) writes them, by its first three
 * numbers: `3.1` counts as 3.1.0, `1.2.3.4` as 1.2.3.
 * @param options whether a range without a prerelease means prereleases too
 */
export function isInRange(
  version: string,
  range: string,
  options: { readonly includePrerelease: boolean },
): boolean {
  const comparable = semver.parse(version) ?? semver.coerce(version, { includePrerelease: true });
  return comparable !== null && semver.satisfies(comparable, range, options);
}
