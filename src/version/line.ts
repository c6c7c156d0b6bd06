import { numbersOf } from './numbers.js';

/** What makes a line of versions: nothing, the first number (`3`), or the first two (`3.12`). */
type LineKind = 'any' | 'major' | 'minor';

/** The line that a version belongs to: 20.1 for `v20.1.0`, 2.0 for `2.0-beta_3`. */
export function lineOf(version: string, kind: LineKind): string {
  if (kind === 'any') return '';
  return numbersOf(version)
    .slice(0, kind === 'major' ? 1 : 2)
    .join('.');
}
