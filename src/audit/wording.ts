import { printable } from '../text/index.js';

/** The first few of a list, and how many more there are: `a, b and 7 more`. */
export function firstOf(items: readonly string[], most: number): string {
  const named = items.slice(0, most).map((item) => printable(item));
  const more = items.length - named.length;
  if (more > 0) return `${named.join(', ')} and ${more.toLocaleString('en')} more`;
  return named.join(', ').replace(/, ([^,]*)$/, ' and $1');
}
