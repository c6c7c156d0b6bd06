/** Orders texts with numbers in them as people do: `2.9` before `2.34`. */
export const inNumericOrder: (a: string, b: string) => number = new Intl.Collator('en', {
  numeric: true,
}).compare;
