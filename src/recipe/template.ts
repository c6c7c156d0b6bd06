import { ARCHITECTURES } from '../architecture.js';
import { numbersOf } from '../version/index.js';
import type { Facts } from './condition.js';

/** The names that `{…}` may have in a recipe's addresses, arguments and variables. */
export const PLACEHOLDERS = [
  'name',
  'version',
  'major',
  'minor',
  'patch',
  'prefix',
  'arch',
  'triplet',
  'stack',
  'source-label',
] as const;

/** What the artifact's file name may have besides: it is known when the artifact is. */
export const FILE_PLACEHOLDERS = ['sha8'] as const;

/** A value for every placeholder. */
export type PlaceholderValues = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>;

/** What the placeholders stand for in one build. */
export function placeholderValues(
  recipe: { name: string; prefix: string },
  facts: Facts,
): PlaceholderValues {
  const [major = '', minor = '', patch = ''] = numbersOf(facts.version);
  return {
    name: recipe.name,
    version: facts.version,
    major,
    minor,
    patch,
    prefix: recipe.prefix,
    arch: facts.arch,
    triplet: ARCHITECTURES[facts.arch].triplet,
    stack: facts.stack,
    // Where Debian's debuggers expect sources; it names them without being a path of any machine.
    'source-label': `/usr/src/${recipe.name}-${facts.version}`,
  };
}

// `${libdir}` is a shell's or a configure script's own variable.
const PLACEHOLDER = /(?<!\$)\{([a-z][a-z0-9-]*)\}/g;

/** Names in `{…}` that no placeholder has, so that a misspelt one is not passed on to a compiler. */
export function unknownPlaceholders(text: string, known: readonly string[]): string[] {
  return [...text.matchAll(PLACEHOLDER)]
    .map((match) => match[1] ?? '')
    .filter((name) => !known.includes(name));
}

/** Puts the values in place of `{name}`, `{version}` and so on. */
export function fillTemplate(text: string, values: PlaceholderValues): string {
  return text.replace(PLACEHOLDER, (whole, name: string) =>
    isPlaceholder(name) ? values[name] : whole,
  );
}

function isPlaceholder(name: string): name is keyof PlaceholderValues {
  return PLACEHOLDERS.some((known) => known === name);
}
