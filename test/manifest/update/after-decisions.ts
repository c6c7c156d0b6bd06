import type { Manifest, ManifestEntry, MapItem } from '../../../src/manifest/model/index.js';
import type { Decisions } from '../../../src/manifest/update/index.js';

/** What a manifest says, item by item, without the order and form in which it says it. */
export interface Content {
  readonly entries: readonly string[];
  readonly defaults: readonly string[];
  readonly mappings: readonly string[];
  readonly deprecations: readonly string[];
}

type Texts = Readonly<Record<string, string | undefined>>;

/** What a manifest says. */
export function contentOf({ entries, defaults, urlMap, deprecations }: Manifest): Content {
  return {
    entries: entries.map(entryContent).sort(),
    defaults: defaults.map((item) => said(textsOf(item))).sort(),
    mappings: urlMap.map((item) => said(textsOf(item))).sort(),
    deprecations: deprecations.map((item) => said(textsOf(item))).sort(),
  };
}

/** What a manifest has to say when decisions are all that happened to it. */
export function afterDecisions(manifest: Manifest, decisions: Decisions): Content {
  const decided = new Set(decisions.entries.map(({ entry }) => entry));
  const undecided = manifest.entries.filter((entry) => !decided.has(entry));
  return {
    entries: [...undecided.map(entryContent), ...decisions.entries.flatMap(entryAfter)].sort(),
    defaults: decisions.defaults.flatMap(versionAfter).sort(),
    mappings: decisions.mappings.flatMap(versionAfter).sort(),
    deprecations: decisions.deprecations
      .flatMap((one) => (one.kind === 'stays' ? said(textsOf(one.item)) : []))
      .sort(),
  };
}

function entryAfter(decision: Decisions['entries'][number]): string[] {
  switch (decision.kind) {
    case 'goes':
      return [];
    case 'stays':
      return [entryContent(decision.entry)];
    case 'comes': {
      const { values, example, kept } = decision.entry;
      const { cf_stacks: stacks, dependencies, ...texts } = values;
      const own = Object.entries(texts).filter(([, value]) => value !== undefined);
      const modules = dependencies ?? (kept.includes('modules') ? example?.modules : undefined);
      return [said({ ...keptTexts(example, kept), ...Object.fromEntries(own) }, stacks, modules)];
    }
    case 'changes': {
      const { entry, pairs, joined, left, parted } = decision;
      const stacks = stacksOf(entry)?.filter((one) => ![...left, ...parted].includes(one));
      const after = stacks && [...stacks, ...joined];
      return [said(pairs.reduce(withPair, textsOf(entry)), after, entry.modules)];
    }
  }
}

type Changing = Extract<Decisions['entries'][number], { kind: 'changes' }>;

function withPair(texts: Texts, change: Changing['pairs'][number]): Texts {
  switch (change.kind) {
    case 'set':
      return { ...texts, [change.key]: change.to };
    case 'add':
      return {
        ...texts,
        ...Object.fromEntries(change.pairs.map(({ key, value }) => [key, value])),
      };
    case 'replace':
      return { ...texts, [change.key]: undefined, [change.by.key]: change.by.value };
    case 'remove':
      return { ...texts, [change.key]: undefined };
  }
}

function versionAfter(decision: Decisions['defaults' | 'mappings'][number]): string | string[] {
  switch (decision.kind) {
    case 'goes':
      return [];
    case 'stays':
      return said(textsOf(decision.item));
    case 'moves':
      return said({ ...textsOf(decision.item), version: decision.to });
    case 'comes':
      return said({ name: decision.name, version: decision.to });
  }
}

/** What a new entry has as the one that it is written like. */
function keptTexts(example: ManifestEntry | undefined, kept: readonly string[]): Texts {
  const keys = [...kept, ...(kept.includes('<<') ? (example?.merged ?? []) : [])];
  const texts = example === undefined ? [] : Object.entries(textsOf(example));
  return Object.fromEntries(texts.filter(([key]) => keys.includes(key)));
}

function textsOf({ texts }: MapItem): Texts {
  return Object.fromEntries([...texts].map(([key, { value }]) => [key, value]));
}

function stacksOf({ stacks }: ManifestEntry): string[] | undefined {
  return stacks?.value.map(({ value }) => value);
}

function entryContent(entry: ManifestEntry): string {
  return said(textsOf(entry), stacksOf(entry), entry.modules);
}

function said(
  texts: Texts,
  stacks?: readonly string[],
  modules: ManifestEntry['modules'] = [],
): string {
  const pairs = Object.entries(texts).filter(([, value]) => value !== undefined);
  return JSON.stringify([pairs.sort(), stacks, modules]);
}
