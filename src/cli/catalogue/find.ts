import type { Flag } from '../describe/flag.js';
import type { VerbEntry } from './entry.js';
import { COMMON_FLAGS, VERBS } from './verbs.js';

/** The verbs, in the order in which help lists them. */
export function topVerbs(): VerbEntry[] {
  return VERBS.filter(({ name }) => !name.includes(' '));
}

/** Their names. */
export function verbNames(): string[] {
  return topVerbs().map(({ name }) => name);
}

/** The subverbs of a verb; the first is meant when none is said. */
export function subverbsOf(verb: string): VerbEntry[] {
  return VERBS.filter(({ name }) => name.startsWith(`${verb} `));
}

/** A subverb's name without its verb's. */
export function ownName({ name }: VerbEntry): string {
  return name.slice(name.lastIndexOf(' ') + 1);
}

/** The verb or subverb of that name. */
export function entryOf(name: string): VerbEntry | undefined {
  return VERBS.find((entry) => entry.name === name);
}

/** All flags that can stand behind a verb, those of its subverbs too; each of them once. */
export function flagsBehind(verb: string): Flag[] {
  const all = [
    ...(entryOf(verb)?.flags ?? []),
    ...subverbsOf(verb).flatMap(({ flags }) => flags),
    ...COMMON_FLAGS,
  ];
  return [...new Map(all.toReversed().map((flag) => [longOf(flag), flag])).values()].toReversed();
}

/** Flags of a subverb's siblings that it doesn't have itself, each with the first that takes it. */
export function siblingFlags(subverb: VerbEntry): { flag: Flag; takenBy: string }[] {
  const [verb = ''] = subverb.name.split(' ');
  const known = new Set([...subverb.flags, ...COMMON_FLAGS].map(longOf));
  return subverbsOf(verb).flatMap(({ name, flags }) =>
    flags.flatMap((flag) => {
      if (known.has(longOf(flag))) return [];
      known.add(longOf(flag));
      return [{ flag, takenBy: name }];
    }),
  );
}

function longOf({ flags }: Flag): string {
  return /--[a-z0-9-]+/.exec(flags)?.[0] ?? flags;
}
