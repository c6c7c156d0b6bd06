import leven from 'leven';

/** A word as short as this is near to every other of two letters more. */
const SHORT = 2;

/**
 * The known word that is nearest to what somebody wrote, or undefined when none is near. Never one whose
 * name has another number: `cflinuxfs5` is no slip of the pen for `cflinuxfs4`, but another stack. `x46` is
 * one for `x64`, which has the same digits; and of what has a version, such as `libffi-3.4.5`, the name is
 * the same whatever version there is.
 */
export function suggest(word: string, known: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const ranked = known
    .filter((candidate) => !hasOtherNumber(word, candidate))
    .map((candidate) => ({ candidate, distance: leven(lower, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (best === undefined) return undefined;
  const most = word.length <= SHORT ? 1 : Math.max(2, Math.floor(word.length / 3));
  return best.distance <= most ? best.candidate : undefined;
}

/**
 * Of names in which another number is always another thing, as in those of stacks, the ones that may have been
 * meant by a word: those with its numbers, and those that it is the beginning of.
 */
export function withItsNumbers(word: string, known: readonly string[]): string[] {
  const numbersIn = (name: string) => (name.match(/\d+/g) ?? []).join(' ');
  const own = numbersIn(word);
  return known.filter(
    (name) =>
      name.startsWith(word) || own === '' || numbersIn(name) === own || numbersIn(name) === '',
  );
}

function hasOtherNumber(word: string, candidate: string): boolean {
  // Its beginning is no other, but unfinished.
  if (candidate.startsWith(word)) return false;
  const [own, other] = [digitsIn(word), digitsIn(candidate)];
  return own !== '' && other !== '' && own !== other;
}

const VERSIONS = /\d+(?:\.\d+)+/g;

/** Sorted. */
function digitsIn(name: string): string {
  const digits = name.replaceAll(VERSIONS, '').match(/\d/g) ?? [];
  return digits.sort().join('');
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
