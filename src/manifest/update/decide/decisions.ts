import type { Arch } from '../../../architecture.js';
import type { NewEntry, PairChange } from '../../edit/index.js';
import type {
  DefaultVersion,
  DeprecationDate,
  EntryArch,
  ManifestEntry,
  UrlMapping,
} from '../../model/index.js';

/** What an update does to a manifest: all of it, in the order in which it is told. */
export interface Decisions {
  /** Of every entry that has a name and a version, and of those that come. */
  readonly entries: readonly EntryDecision[];
  readonly defaults: readonly DefaultDecision[];
  readonly mappings: readonly MappingDecision[];
  readonly deprecations: readonly DeprecationDecision[];
  /**
   * One line each: what is left as it is although a record or a policy says something else, and
   * why; and the keys that somebody has to fill in.
   */
  readonly notes: readonly string[];
}

/** An entry by what tells it from others; no stacks: it has no `cf_stacks`. */
export interface Which {
  readonly name: string;
  readonly version: string;
  readonly stacks: readonly string[];
  /** Undefined where the name has entries for one architecture only. */
  readonly arch?: EntryArch | undefined;
}

/** For what an entry is, behind its name and version: ` for cflinuxfs3, cflinuxfs4 (s390x)`. Pure. */
export function forStacks({ stacks, arch }: Pick<Which, 'stacks' | 'arch'>): string {
  if (stacks.length === 0) return arch === undefined ? '' : ` for ${arch}`;
  return ` for ${stacks.join(', ')}${arch === undefined ? '' : ` (${arch})`}`;
}

/** A stack for which a version is too old, and the newest that it has. */
export interface Outdated {
  readonly stack: string;
  readonly than: string;
}

/** Why an entry goes. */
export type RemovalReason =
  | { readonly kind: 'older'; readonly than: string }
  | { readonly kind: 'retired'; readonly stacks: readonly string[] }
  /** There is the same for an architecture that the manifest is to have. */
  | { readonly kind: 'superseded'; readonly by: Arch }
  /** Somebody named it. */
  | { readonly kind: 'asked' };

/** What happens to an entry. */
export type EntryDecision = { readonly which: Which } & (
  | { readonly kind: 'stays'; readonly entry: ManifestEntry }
  | {
      readonly kind: 'changes';
      readonly entry: ManifestEntry;
      /** What it says else, since it was rebuilt. */
      readonly pairs: readonly PairChange[];
      /** Stacks that it is for as well: their file is the same. */
      readonly joined: readonly string[];
      /** Stacks that it is no longer for: nothing takes its place there. */
      readonly left: readonly string[];
      /** Those of them that have a newer version. */
      readonly outdated: readonly Outdated[];
      /** Stacks that get an entry of their own: their file is another one now. */
      readonly parted: readonly string[];
    }
  | {
      readonly kind: 'goes';
      readonly entry: ManifestEntry;
      readonly reason: RemovalReason;
    }
  | {
      readonly kind: 'comes';
      readonly entry: NewEntry;
      /** `parted`: from an entry that its stacks had with others. */
      readonly why: 'new' | 'parted';
    }
);

/** What is left as it is. */
interface Staying<Item> {
  readonly kind: 'stays';
  readonly item: Item;
}

/** What has another version afterwards. */
interface Moving<Item> {
  readonly kind: 'moves';
  readonly item: Item;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** What goes with the last entry of its name. */
interface Going<Item> {
  readonly kind: 'goes';
  readonly item: Item;
  readonly name: string;
}

/** What happens to a default version: it is another one, or comes, only when somebody asks for that. */
export type DefaultDecision =
  | Staying<DefaultVersion>
  | Moving<DefaultVersion>
  | Going<DefaultVersion>
  | { readonly kind: 'comes'; readonly name: string; readonly to: string };

/** What happens to a mapping of `url_to_dependency_map`: a fixed version moves when no entry has it any more. */
export type MappingDecision = Staying<UrlMapping> | Moving<UrlMapping> | Going<UrlMapping>;

/** What happens to a deprecation date: it goes with the last version of its line. */
export type DeprecationDecision =
  | Staying<DeprecationDate>
  | {
      readonly kind: 'goes';
      readonly item: DeprecationDate;
      readonly name: string;
      readonly line: string;
    };
