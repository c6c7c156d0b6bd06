/**
 * Whether a version is one that a default or a deprecation date means: that very version, or one of
 * a line such as `3.10.x`, `3.x` or `*`. Texts are compared, so `3.1` never means 3.10.
 */
export function matchesPattern(version: string, pattern: string): boolean {
  if (version === pattern) return true;
  const wanted = pattern.split('.');
  const wildcard = wanted.findIndex((part) => /^[xX*]$/.test(part));
  if (wildcard === -1) return false;
  const parts = version.split('.');
  return wanted.slice(0, wildcard).every((part, index) => part === parts[index]);
}
