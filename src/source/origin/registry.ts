import * as z from 'zod';
import type { FullAddresses, PublicUri } from '../../network/index.js';
import { ownBytes } from './bytes.js';
import { debian } from './debian/debian.js';
import type { Origin, OriginFacts, PlannedOrigin } from './kind.js';
import { url } from './url/url.js';

/** The kinds of origins that are no plain address: each has its line here, and its folder. */
const OTHERS = [debian] as const;

/** All kinds. */
const KINDS = [url, ...OTHERS] as const;

/** The names of the kinds. */
export const ORIGIN_NAMES: readonly string[] = KINDS.map(({ kind }) => kind);

/** An origin as a plan has it. */
export const plannedOrigin = z.discriminatedUnion('kind', [
  url.planned.extend(ownBytes),
  ...OTHERS.map(({ planned }) => planned.extend(ownBytes)),
]);

/** See {@link plannedOrigin}. */
export type PlanOrigin = z.infer<typeof plannedOrigin>;

/** How recipes have the kinds that are no plain address: keys of an object, one of each kind. */
export const writtenPlaces = OTHERS.map(({ written }) => written.shape);

/** A mirror of a recipe with its placeholders filled: an address, or an object whose key is the kind. */
export type Mirror = unknown;

/** A mirror of a recipe, or its one place, as an origin of a plan. Pure. */
export function planMirror(mirror: Mirror, facts: OriginFacts): PlannedOrigin<PlanOrigin> {
  const kind = KINDS.find(({ written }) => written.safeParse(mirror).success);
  if (kind === undefined) throw new TypeError('a mirror of no kind');
  return kind.plan(mirror, facts);
}

/** The place that is no plain address among what a recipe says of a source. */
export function placeIn(written: object): Mirror {
  const parts = Object.entries(written).filter(([key]) => ORIGIN_NAMES.includes(key));
  return Object.fromEntries(parts);
}

/** An origin of a plan in one line, for people. */
export function toldOrigin(origin: PlanOrigin): string {
  return kindOf(origin).told(bare(origin));
}

/** What stands for an origin of a plan in records. */
export function shownOrigin(origin: PlanOrigin): PublicUri {
  return kindOf(origin).shown(bare(origin));
}

/** The origins of a plan, in whose place its full addresses stand. */
export function openOrigins(
  origins: readonly PlanOrigin[],
  addresses: FullAddresses,
): [Origin, ...Origin[]] {
  const [first, ...others] = origins.flatMap((origin) =>
    kindOf(origin)
      .open(bare(origin), addresses)
      .map((opened) => (origin.digests ? { ...opened, digests: origin.digests } : opened)),
  );
  if (first === undefined) throw new TypeError('a plan has no origin');
  return [first, ...others];
}

/** An origin as its kind has it. */
function bare(origin: PlanOrigin) {
  const own = Object.entries(origin).filter(([key]) => !(key in ownBytes));
  return Object.fromEntries(own);
}

function kindOf({ kind }: PlanOrigin) {
  const found = KINDS.find((known) => known.kind === kind);
  if (found === undefined) throw new TypeError(`there is no origin of the kind ${kind}`);
  return found;
}
