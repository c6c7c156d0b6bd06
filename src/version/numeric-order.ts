let collator: Intl.Collator | undefined;

/** Orders texts with numbers in them as people do: `2.9` before `2.34`. */
export function inNumericOrder(a: string, b: string): number {
  // Made when it is first needed: that takes longer than all else that most commands load of this room.
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b);
}
