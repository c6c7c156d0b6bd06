import { matchesPattern } from './pattern.js';
import { isInRange } from './range.js';

/** Whether a default, a mapping or a deprecation date means a version: by name, by a line (`3.10.x`) or by a range (`>=3.9`). */
export function isMeant(version: string | undefined, pattern: string): boolean {
  if (version === undefined || version === '') return false;
  if (matchesPattern(version, pattern)) return true;
  return (
    /^[\s<>=~^]|[\s|]/.test(pattern) && isInRange(version, pattern, { includePrerelease: false })
  );
}
