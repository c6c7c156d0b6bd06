/** A place in an expression where a group that is repeated ends. */
const REPEATED = /^(?:[*+]|\{\d+,\d*\})/;

/**
 * The groups of a regular expression that are repeated any number of times, as they are written,
 * without what repeats them: `(a+)` of `x(a+)*`. Only these can run away: what is tried in so many ways
 * that no one waits for the end of it.
 */
export function repeatedGroups(pattern: string): string[] {
  const groups: string[] = [];
  const open: number[] = [];
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at];
    if (character === '\\') at += 1;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') open.push(at);
    else if (character === ')') {
      const start = open.pop();
      if (start !== undefined && REPEATED.test(pattern.slice(at + 1))) {
        groups.push(pattern.slice(start, at + 1));
      }
    }
  }
  return groups;
}
