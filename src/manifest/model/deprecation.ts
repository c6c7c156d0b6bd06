import { groupBy } from '../../group-by.js';
import { matchesOf } from './expression.js';
import type { DeprecationDate, Manifest } from './manifest.js';
import { isMeant } from '../../version/index.js';

/** The day of a date as manifests write it, `2026-10-31`; undefined for anything else, such as 2026-02-30. */
export function dayOf(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text) ? undefined : text;
}

/** Answers which date a version of a name is past on a day, if it is. */
export function pastDates(
  { deprecations, entries, defaults }: Manifest,
  today: Date,
): (name: string, version: string) => string | undefined {
  const day = today.toISOString().slice(0, 10);
  const past = deprecations.filter(({ date }) => {
    const its = dayOf(date?.value ?? '');
    return its !== undefined && its < day;
  });
  const versions = groupBy([...entries, ...defaults], ({ name }) => name?.value);
  const dates = new Map<string, string>();
  for (const deprecation of past) {
    const name = deprecation.name?.value ?? '';
    const of = (versions.get(name) ?? []).flatMap(({ version }) => version?.value ?? []);
    for (const version of covered(deprecation, [...new Set(of)])) {
      const key = JSON.stringify([name, version]);
      const date = deprecation.date?.value ?? '';
      const earlier = dates.get(key);
      if (earlier === undefined || date < earlier) dates.set(key, date);
    }
  }
  return (name, version) => dates.get(JSON.stringify([name, version]));
}

/** Which versions a date is for: `match` says it where there is one, as a line or as an expression. */
export function covered({ match, versionLine }: DeprecationDate, versions: string[]): string[] {
  const pattern = (match ?? versionLine)?.value ?? '';
  const meant = versions.filter((version) => isMeant(version, pattern));
  if (meant.length > 0 || !match?.value) return meant;
  const matches = matchesOf(`^(?:${match.value})$`, versions);
  return versions.filter((_, index) => matches?.[index]);
}
