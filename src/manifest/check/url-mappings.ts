import {
  examineExpression,
  type Expression,
  answerInTime,
  type Located,
  type Manifest,
  type ManifestEntry,
  type UrlMapping,
} from '../model/index.js';

/** A URL of an entry that a mapping matches. */
export interface Hit {
  readonly entry: ManifestEntry;
  /** A whole one, or what one would end with, `python-3.5.2`. */
  readonly url: string;
  /** The mapping's name and version with what the expression found in place of `$1`. */
  readonly name: string;
  readonly version: string;
}

/** A mapping that was tried on the URLs of all entries. */
export interface TriedMapping {
  readonly mapping: UrlMapping;
  readonly match: Located<string>;
  readonly expression: Expression;
  readonly hits: readonly Hit[];
}

/** More are not tried, so that a hostile manifest can't keep us for ever. */
const MOST_RUNAWAYS = 5;

/** Four checks ask for parts of the same answer. */
const known = new WeakMap<Manifest, readonly TriedMapping[]>();

/** Tries every mapping that has an expression, as staging does: by the URL of a dependency. */
export function tryMappings(manifest: Manifest): readonly TriedMapping[] {
  const tried = known.get(manifest) ?? tryAll(manifest);
  known.set(manifest, tried);
  return tried;
}

function tryAll({ urlMap, entries }: Manifest): TriedMapping[] {
  const samples = entries.flatMap((entry) => urlsOf(entry).map((url) => ({ entry, url })));
  const tried: TriedMapping[] = [];
  let runaways = 0;
  for (const mapping of urlMap) {
    const { match } = mapping;
    if (!match?.value || runaways >= MOST_RUNAWAYS) continue;
    const expression = examineExpression(match.value);
    const hits = expression.kind === 'sound' ? hitsOf(mapping, expression.regexp, samples) : [];
    if (hits === undefined) {
      const reason = 'it takes too long on the uris of this manifest';
      tried.push({ mapping, match, expression: { kind: 'runaway', reason }, hits: [] });
    } else tried.push({ mapping, match, expression, hits });
    if (tried.at(-1)?.expression.kind === 'runaway') runaways += 1;
  }
  return tried;
}

function urlsOf({ uri, source, name, version }: ManifestEntry): string[] {
  const plain =
    name === undefined || version === undefined ? [] : [`${name.value}-${version.value}`];
  return [uri, source].flatMap((place) => place?.value ?? []).concat(plain);
}

function hitsOf(
  { name, version }: UrlMapping,
  regexp: RegExp,
  samples: readonly Pick<Hit, 'entry' | 'url'>[],
): Hit[] | undefined {
  const found = answerInTime(() => samples.map(({ url }) => regexp.exec(url)));
  return found?.flatMap((groups, index) => {
    const sample = samples[index];
    if (groups === null || sample === undefined) return [];
    const filled = (text = '') =>
      text.replaceAll(/\$(\d)/g, (_, group: string) => groups[Number(group)] ?? '');
    return [{ ...sample, name: filled(name?.value), version: filled(version?.value) }];
  });
}

/** The hits that a mapping is there for: those on entries of the name that it leads to. */
export function ownHits({ hits }: TriedMapping): Hit[] {
  return hits.filter(({ entry, name }) => entry.name?.value === name);
}
