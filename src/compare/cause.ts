/** What makes builds differ, as the end of «likely …». */
export const CAUSES = {
  time: 'a time stamp: something wrote down when it ran',
  path: 'a path: something wrote down where it, or what it used, was',
  order:
    'the same things in another order: of a directory, a hash table, or of jobs that ran at once',
  jobs: 'the number of jobs',
  id: 'a random number, or the digest of something else that differs',
  'build-id': 'the build id: some input of the linker differed',
  'debug-link': 'the debug information, which is in a file of its own, differed',
  compiler: 'another compiler, or another version of it',
  compressor: 'another compressor, level or number of threads; the data in it are the same',
  umask: 'another umask',
  owner: 'the user who built or packed it',
} as const satisfies Record<string, string>;

/** The name of a likely cause. Stable, as codes are. */
export type Cause = keyof typeof CAUSES;

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*';

/** What is blotted out of two texts; if they are the same then, that was the difference. */
const PATTERNS: readonly [Cause, RegExp][] = [
  ['jobs', /(?<![\w-])(?:-j|--jobs[= ]|--parallel[= ])\s*\d+/g],
  [
    'time',
    new RegExp(
      [
        String.raw`\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?(?!\w)`,
        String.raw`\b\d\d?:\d\d(?::\d\d(?:\.\d+)?)?\b`,
        // __DATE__, ctime and RFC 5322; the day may be padded with a blank.
        String.raw`\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +)?(?:${MONTH} +\d\d?|\d\d? +${MONTH})\b,?`,
        String.raw`\b(?:19|20)\d\d\b`,
        String.raw`\b(?:19|20)\d\d[01]\d[0-3]\d(?:T?\d{4,6}Z?)?\b`,
        String.raw`\b1\d{9}(?:\.\d+)?\b`,
      ].join('|'),
      'g',
    ),
  ],
  ['path', /(?:\/[^\s/:;,'"`<>()|=]+)+\/?/g],
  ['id', /\b(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{12,})\b/gi],
];

/** The likely cause of the difference between two texts, where they show one. Pure. */
export function causeBetween(before: string, after: string): Cause | null {
  if (before === after) return null;
  for (const [cause, pattern] of PATTERNS) {
    if (before.replace(pattern, '\0') === after.replace(pattern, '\0')) return cause;
  }
  return isReordered(before.split(/\s+/), after.split(/\s+/)) ? 'order' : null;
}

/** Whether two lists hold the same in another order. */
export function isReordered(before: readonly string[], after: readonly string[]): boolean {
  if (before.length !== after.length) return false;
  const sorted = after.toSorted();
  return (
    before.toSorted().every((item, index) => item === sorted[index]) &&
    before.some((item, index) => item !== after[index])
  );
}
