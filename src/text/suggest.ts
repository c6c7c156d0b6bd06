import leven from 'leven';

/** The known word that is nearest to what somebody wrote, or undefined when none is near. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, distance: leven(lower, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (best === undefined) return undefined;
  return best.distance <= Math.max(2, Math.floor(word.length / 3)) ? best.candidate : undefined;
}

/**
 * Begins a hint for a word that isn't known: `Did you mean 'libffi'? `, or '' when no known one is near.
 * @param written how the known word is shown; in quotes unless given
 */
export function didYouMean(
  word: string,
  known: readonly string[],
  written?: (nearest: string) => string,
): string {
  const question = meant(word, known, written);
  return question === undefined ? '' : `D${question.slice(1)} `;
}

/** Asks within a sentence, `did you mean 'libffi'?`; undefined when no known word is near. */
export function meant(
  word: string,
  known: readonly string[],
  written: (nearest: string) => string = quoted,
): string | undefined {
  const nearest = suggest(word, known);
  return nearest === undefined ? undefined : `did you mean ${written(nearest)}?`;
}

function quoted(word: string): string {
  return `'${word}'`;
}
