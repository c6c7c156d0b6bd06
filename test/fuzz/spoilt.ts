import fc from 'fast-check';

/** Something in the place of a piece of a text. */
interface Spot {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/**
 * Texts of which a few pieces are gone, doubled, or replaced by what somebody might have typed.
 * @param pieces what is put in more often than mere noise
 */
export function spoilt(
  texts: fc.Arbitrary<string>,
  pieces: readonly string[],
): fc.Arbitrary<string> {
  const spot = fc.record({
    at: fc.nat(),
    length: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(300)),
    text: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('', ...pieces) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
    ),
  });
  return fc
    .tuple(texts, fc.oneof(fc.constant([]), fc.array(spot, { maxLength: 3 })))
    .map(([text, spots]) => spots.reduce(replaced, text));
}

function replaced(text: string, spot: Spot): string {
  const at = spot.at % (text.length + 1);
  return text.slice(0, at) + spot.text + text.slice(at + spot.length);
}
