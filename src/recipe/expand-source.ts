import { ARCH_NAMES } from '../architecture.js';
import type { Digests } from '../files/index.js';
import { type Mirror, placeIn } from '../source/origin/index.js';
import type { Facts } from './condition.js';
import { choose, select } from './entry.js';
import type { Recipe } from './schema.js';
import { mirrorParts } from './source-schema.js';
import { fillTemplate, placeholderValues } from './template.js';
import { digestsFor } from './words.js';

/** A further place where a source can be had. */
export interface ExpandedMirror {
  mirror: Mirror;
  /** Those of its bytes, and in what they differ, where they aren't the first place's. */
  own: { digests: Digests; differs: string } | undefined;
}

/** Where an archive or a file is. */
export type ExpandedArchive = (
  | { kind: 'archive'; url: string; mirrors: ExpandedMirror[]; unpack?: boolean | undefined }
  /** Its one place, or the first one, is no plain address. */
  | { kind: 'place'; place: Mirror; mirrors: ExpandedMirror[] }
) & {
  /** Globs of what of it is not unpacked. */
  exclude: string[];
};

/** Where a recipe's source is. */
export type RecipeSource =
  | ExpandedArchive
  | {
      kind: 'git';
      repository: string;
      tag: string;
      commit: string | undefined;
      exclude: string[];
    };

/** What a recipe takes beside its source. */
export interface ExpandedFurther {
  name: string;
  version: string;
  archive: ExpandedArchive;
  digests: Digests;
  /** Whether its address is another one for each architecture. */
  byArch: boolean;
  into: string | undefined;
  unpack: boolean;
  listed: boolean;
}

type Written = Recipe['source'][number]['use'];
type WrittenFurther = NonNullable<Recipe['sources']>[number]['use'][number];
type Fill = (text: string) => string;

/** The source of a recipe; undefined when no entry fits. Pure. */
export function expandSource(recipe: Recipe, facts: Facts): RecipeSource | undefined {
  const chosen = choose(recipe.source, facts);
  return chosen === undefined ? undefined : sourceOf(chosen, facts, filling(recipe, facts));
}

/** Whether the address of a recipe's source is another one for each architecture. Pure. */
export function differsByArch(recipe: Recipe, facts: Facts): boolean {
  return differs(facts, (other) => {
    const source = expandSource(recipe, other);
    return source?.kind === 'archive' ? source.url : undefined;
  });
}

/** What a recipe takes beside its source. Pure. */
export function expandFurther(recipe: Recipe, facts: Facts): ExpandedFurther[] {
  return select(recipe.sources, facts).map((written) => {
    const { name, version, unpack = true, listed = false } = written;
    const fillFor = (other: Facts) =>
      filling({ name, prefix: recipe.prefix }, { ...other, version });
    const fill = fillFor(facts);
    return {
      ...{ name, version, unpack, listed },
      archive: archiveOf(written, facts, fill),
      digests: digestsFor(written, facts.arch),
      byArch: differs(facts, (other) =>
        'url' in written ? fillFor(other)(written.url) : undefined,
      ),
      into: written.into === undefined ? undefined : fill(written.into),
    };
  });
}

function differs(facts: Facts, addressFor: (facts: Facts) => string | undefined): boolean {
  const own = addressFor(facts);
  return ARCH_NAMES.some((arch) => {
    const other = addressFor({ ...facts, arch });
    return own !== undefined && other !== undefined && own !== other;
  });
}

function filling(named: { name: string; prefix: string }, facts: Facts): Fill {
  const values = placeholderValues(named, facts);
  return (text) => fillTemplate(text, values);
}

function sourceOf(written: Written, facts: Facts, fill: Fill): RecipeSource {
  if (!('git' in written)) return archiveOf(written, facts, fill);
  const { repository, tag, commit } = written.git;
  const exclude = select(written.exclude, facts).map(fill);
  return { kind: 'git', repository: fill(repository), tag: fill(tag), commit, exclude };
}

function archiveOf(
  written: Exclude<Written, { git: unknown }> | WrittenFurther,
  facts: Facts,
  fill: Fill,
): ExpandedArchive {
  const mirrors = select(written.mirrors, facts).map((mirror) => mirrorOf(mirror, facts, fill));
  const exclude = select(written.exclude, facts).map(fill);
  if ('url' in written) {
    const kept = written.unpack === false ? { unpack: false } : {};
    return { kind: 'archive', url: fill(written.url), mirrors, ...kept, exclude };
  }
  return { kind: 'place', place: placeIn(written), mirrors, exclude };
}

function mirrorOf(written: Mirror, facts: Facts, fill: Fill): ExpandedMirror {
  if (typeof written === 'string') return { mirror: fill(written), own: undefined };
  const { md5, sha256, sha512, differs, ...place } = mirrorParts.parse(written);
  const own =
    differs === undefined
      ? undefined
      : { digests: digestsFor({ md5, sha256, sha512 }, facts.arch), differs };
  return { mirror: typeof place.url === 'string' ? fill(place.url) : place, own };
}
