/** What makes a line of versions: nothing, the first number (`3`), or the first two (`3.12`). */
type LineKind = 'any' | 'major' | 'minor';

/** The line that a version belongs to. */
export function lineOf(version: string, kind: LineKind): string {
  if (kind === 'any') return '';
  return version.split('.', kind === 'major' ? 1 : 2).join('.');
}
