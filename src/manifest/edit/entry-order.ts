import { ARCH_NAMES } from '../../architecture.js';
import { compareVersions } from '../../version/index.js';
import { type EntryArch, type Manifest, type ManifestEntry, toldArch } from '../model/index.js';

/** Where a new entry comes: in place of one that goes, behind or before one that stays, or first of all. */
export type Spot =
  | {
      readonly kind: 'instead' | 'after' | 'before';
      readonly entry: ManifestEntry;
      readonly index: number;
    }
  | { readonly kind: 'first' };

/** A new entry, as far as it matters where it comes. */
export interface Newcomer {
  readonly name: string;
  readonly version: string;
  readonly stacks: readonly string[] | undefined;
  readonly arch: EntryArch | undefined;
}

/**
 * Finds where new entries come, so that the order of the file goes on: among those of the same name
 * by version, newest first or last as they are; a new name by name, or at the end if the file isn't sorted.
 */
export class EntryOrder {
  readonly #manifest: Manifest;
  readonly #gone: ReadonlySet<ManifestEntry>;
  readonly #byName = new Map<string, number[]>();
  readonly #sorted: boolean;

  constructor(manifest: Manifest, gone: ReadonlySet<ManifestEntry>) {
    this.#manifest = manifest;
    this.#gone = gone;
    const { entries } = manifest;
    for (const [index, { name }] of entries.entries()) {
      const key = name?.value ?? '';
      const same = this.#byName.get(key);
      if (same === undefined) this.#byName.set(key, [index]);
      else same.push(index);
    }
    this.#sorted = entries.every(
      ({ name }, index) =>
        index === 0 || (entries[index - 1]?.name?.value ?? '') <= (name?.value ?? ''),
    );
  }

  /** The order in which new entries come. */
  compare(a: Newcomer, b: Newcomer): number {
    if (a.name !== b.name) return a.name < b.name ? -1 : 1;
    const byVersion = this.#sign(a.name) * compareVersions(a.version, b.version);
    if (byVersion !== 0) return byVersion;
    return compareFor(a, b);
  }

  /** Where a new entry comes. */
  spotOf(newcomer: Newcomer): Spot {
    const { entries } = this.#manifest;
    const siblings = this.#byName.get(newcomer.name);
    if (siblings === undefined) return this.#byNameOf(newcomer.name);
    const versionOf = (index: number) => entries[index]?.version?.value ?? '';
    const [first = 0] = siblings;
    const sign = this.#sign(newcomer.name);
    const before = siblings.findLast((index) => {
      const order = sign * compareVersions(versionOf(index), newcomer.version);
      return order < 0 || (order === 0 && compareFor(whatFor(entries[index]), newcomer) <= 0);
    });
    return before === undefined ? this.#at('before', first) : this.#at('after', before);
  }

  /** Whether versions of a name go up (1) or down (-1). */
  #sign(name: string): 1 | -1 {
    const siblings = this.#byName.get(name) ?? [];
    const [first, last] = [siblings[0] ?? 0, siblings.at(-1) ?? 0].map(
      (index) => this.#manifest.entries[index]?.version?.value ?? '',
    );
    return compareVersions(first ?? '', last ?? '') > 0 ? -1 : 1;
  }

  #byNameOf(name: string): Spot {
    const { entries } = this.#manifest;
    const before = this.#sorted
      ? entries.findLastIndex((entry) => (entry.name?.value ?? '') < name)
      : entries.length - 1;
    if (before >= 0) return this.#at('after', before);
    return entries.length === 0 ? { kind: 'first' } : this.#at('before', 0);
  }

  #at(kind: 'after' | 'before', index: number): Spot {
    const entry = this.#manifest.entries[index];
    if (entry === undefined) return { kind: 'first' };
    return { kind: this.#gone.has(entry) ? 'instead' : kind, entry, index };
  }
}

/** What tells entries of one version apart. */
type For = Pick<Newcomer, 'stacks' | 'arch'>;

/** By stack, then by architecture: x64 first, which installers that know no architectures take. */
function compareFor(a: For, b: For): number {
  const [stack = '', other = ''] = [a.stacks?.[0], b.stacks?.[0]];
  if (stack !== other) return stack < other ? -1 : 1;
  return rank(a) - rank(b);
}

function rank({ arch = 'x64' }: For): number {
  return arch === 'every' ? -1 : ARCH_NAMES.indexOf(arch);
}

function whatFor(entry: ManifestEntry | undefined): For {
  const stacks = entry?.stacks?.value.map(({ value }) => value);
  return { stacks, arch: toldArch(entry?.uri?.value, stacks) };
}
