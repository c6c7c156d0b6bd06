import { matchesPattern } from './pattern.js';
import { isInRange } from './range.js';

/** Whether a default, a mapping or a deprecation date means a version: by name, by a line (`3.10.x`) or by a range (`>=3.9`). */
export function isMeant(version: string | undefined, pattern: string): boolean {
  if (version === undefined || version === '') return false;
  if (matchesPattern(version, pattern)) return true;
  return isRange(pattern) && isInRange(version, pattern, { includePrerelease: false });
}

/** Whether a version is a preview of one that a range means: the range itself doesn't ask for previews. */
export function isPreviewMeant(version: string | undefined, pattern: string): boolean {
  if (version === undefined || version === '' || isMeant(version, pattern)) return false;
  return isRange(pattern) && isInRange(version, pattern, { includePrerelease: true });
}

function isRange(pattern: string): boolean {
  return /^[\s<>=~^]|[\s|]/.test(pattern);
}
