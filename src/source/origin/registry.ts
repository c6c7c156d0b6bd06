import * as z from 'zod';
import type { FullAddresses } from '../../network/index.js';
import { debian } from './debian/debian.js';
import type { Origin, OriginFacts, PlannedOrigin } from './kind.js';
import { url } from './url/url.js';

/** All kinds of origins: each has its line here, and its folder. */
const KINDS = [url, debian] as const;

/** The names of the kinds. */
export const ORIGIN_NAMES: readonly string[] = KINDS.map(({ kind }) => kind);

/** An origin as a plan has it. */
export const plannedOrigin = z.discriminatedUnion('kind', [
  url.planned,
  ...KINDS.filter((kind) => kind !== url).map(({ planned }) => planned),
]);

/** See {@link plannedOrigin}. */
type PlanOrigin = z.infer<typeof plannedOrigin>;

/** How a recipe's `mirrors` have the kinds that are no plain address: an object whose key is the kind. */
export const writtenMirrors: readonly z.ZodType[] = KINDS.filter((kind) => kind !== url).map(
  ({ written }) => written,
);

/** A recipe's mirror with its placeholders filled: an address, or an object whose key is the kind. */
export type Mirror = unknown;

/** A recipe's mirror as an origin of a plan. Pure. */
export function planMirror(mirror: Mirror, facts: OriginFacts): PlannedOrigin<PlanOrigin> {
  const kind = KINDS.find(({ written }) => written.safeParse(mirror).success);
  if (kind === undefined) throw new TypeError('a mirror of no kind');
  return kind.plan(mirror, facts);
}

/** An origin of a plan in one line, for people. */
export function toldOrigin(origin: PlanOrigin): string {
  return kindOf(origin).told(origin);
}

/** The origins of a plan, in whose place its full addresses stand. */
export function openOrigins(
  origins: readonly PlanOrigin[],
  addresses: FullAddresses,
): [Origin, ...Origin[]] {
  const [first, ...others] = origins.flatMap((origin) => kindOf(origin).open(origin, addresses));
  if (first === undefined) throw new TypeError('a plan has no origin');
  return [first, ...others];
}

function kindOf({ kind }: PlanOrigin) {
  const found = KINDS.find((known) => known.kind === kind);
  if (found === undefined) throw new TypeError(`there is no origin of the kind ${kind}`);
  return found;
}
