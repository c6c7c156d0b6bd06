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

/** What build systems may have besides, where they are told of the compilers of another architecture. */
export const CROSS_PLACEHOLDERS = [
  'build-triplet',
  'machine',
  'cpu-family',
  'endian',
  'sysroot',
  'cross-files',
] as const;

/** A value for every placeholder. */
export type PlaceholderValues = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>;

/** What the placeholders of {@link CROSS_PLACEHOLDERS} stand for. */
export type CrossValues = Readonly<Record<(typeof CROSS_PLACEHOLDERS)[number], string>>;

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

// `${libdir}` is a shell's or a configure script's own variable. Spelt in whatever way, it is meant as a placeholder.
const PLACEHOLDER = /(?<!\$)\{\s*([\p{L}_][\p{L}\d_.-]*)\s*\}/gu;

/** Names in `{…}` that no placeholder has, so that a misspelt one is not passed on to a compiler. */
export function unknownPlaceholders(text: string, known: readonly string[]): string[] {
  return [...text.matchAll(PLACEHOLDER)]
    .map((match) => match[1] ?? '')
    .filter((name) => !known.includes(name));
}

/** Puts the values in place of `{name}`, `{version}` and so on; what has none stays. */
export function fillTemplate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}
