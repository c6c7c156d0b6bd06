/**
 * The numbers that a version begins with, as it writes them, without a `v` before them and without what is
 * attached to the last: 8, 4 and 0 for `8.4.0RC2`, 20, 1 and 0 for `v20.1.0`, 2 and 0 for `2.0-beta_3`. A part
 * that begins with no number, such as the `x` of `3.x`, is the last one.
 */
export function numbersOf(version: string): string[] {
  const parts = version.replace(/^v(?=\d)/i, '').split('.');
  const odd = parts.findIndex((part) => !/^\d+$/.test(part));
  const numbers = odd === -1 ? parts : parts.slice(0, odd + 1);
  return numbers.map((part) => /^\d+/.exec(part)?.[0] ?? part);
}
