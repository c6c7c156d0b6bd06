import { numbersOf } from './numbers.js';

/**
 * Whether a version is one that a default or a deprecation date means: that very version, or one of
 * a line such as `3.10.x`, `3.x` or `*`. Texts are compared, so `3.1` never means 3.10.
 */
export function matchesPattern(version: string, pattern: string): boolean {
  if (version === pattern) return true;
  const wanted = pattern.split('.');
  const wildcard = wanted.findIndex((part) => /^[xX*]$/.test(part));
  if (wildcard === -1) return false;
  const line = wanted.slice(0, wildcard);
  const isIn = (parts: readonly string[]) => line.every((part, index) => part === parts[index]);
  return isIn(version.split('.')) || isIn(numbersOf(version));
}
