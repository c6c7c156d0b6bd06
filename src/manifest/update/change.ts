import type { Arch } from '../../architecture.js';
import type { EntryArch } from '../model/index.js';

/** Why an entry went. */
export type RemovalReason =
  | { readonly kind: 'older'; readonly than: string }
  | { readonly kind: 'retired'; readonly stacks: readonly string[] }
  /** There is the same for an architecture that the manifest is to have. */
  | { readonly kind: 'superseded'; readonly by: Arch };

/** An entry by what tells it from others; no stacks: it has no `cf_stacks`. */
interface Which {
  readonly name: string;
  readonly version: string;
  readonly stacks: readonly string[];
  /** Undefined where the name has entries for one architecture only. */
  readonly arch?: EntryArch | undefined;
}

/** One thing that an update does to a manifest. */
export type ChangeDetails =
  | (Which & { readonly kind: 'added' })
  | (Which & { readonly kind: 'removed'; readonly reason: RemovalReason })
  /** `apart`: these stacks were in an entry with others, and have one of their own now. */
  | (Which & {
      readonly kind: 'rebuilt';
      readonly keys: readonly string[];
      readonly apart: boolean;
    })
  /** `stacks` are those that came. */
  | (Which & { readonly kind: 'joined' })
  /** `stacks` are those that went from an entry that stays for others. */
  | (Which & { readonly kind: 'retired' })
  | {
      readonly kind: 'default-moved';
      readonly name: string;
      readonly from: string | undefined;
      readonly to: string;
    }
  | {
      readonly kind: 'mapping-moved';
      readonly name: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: 'deprecation-removed'; readonly name: string; readonly line: string };

/** A change, and one line of words for it. */
export type Change = ChangeDetails & { readonly message: string };

/** Puts a change into words. */
export function inWords(change: ChangeDetails): Change {
  return { ...change, message: wordsFor(change) };
}

function wordsFor(change: ChangeDetails): string {
  switch (change.kind) {
    case 'added':
      return `${change.name} ${change.version} added${forStacks(change)}`;
    case 'removed':
      return `${change.name} ${change.version} removed${forStacks(change)}: ${reason(change.reason)}`;
    case 'rebuilt':
      return (
        `${change.name} ${change.version} rebuilt${forStacks(change)}` +
        (change.apart ? ', in an entry of its own' : `: ${change.keys.join(', ')}`)
      );
    case 'joined':
      return `${change.name} ${change.version} is${forStacks(change)} as well`;
    case 'retired':
      return `${change.name} ${change.version} is no longer${forStacks(change)}`;
    case 'default-moved':
      return change.from === undefined
        ? `default ${change.name} is ${change.to}`
        : `default ${change.name} moved from ${change.from} to ${change.to}`;
    case 'mapping-moved':
      return `url_to_dependency_map: ${change.name} moved from ${change.from} to ${change.to}`;
    case 'deprecation-removed':
      return `deprecation date of ${change.name} ${change.line} removed: no version of that line is left`;
  }
}

/** For what an entry is, behind its name and version: ` for cflinuxfs3, cflinuxfs4 (s390x)`. Pure. */
export function forStacks({ stacks, arch }: Pick<Which, 'stacks' | 'arch'>): string {
  if (stacks.length === 0) return arch === undefined ? '' : ` for ${arch}`;
  return ` for ${stacks.join(', ')}${arch === undefined ? '' : ` (${arch})`}`;
}

function reason(reason: RemovalReason): string {
  switch (reason.kind) {
    case 'older':
      return `older than ${reason.than}`;
    case 'retired':
      return `${reason.stacks.join(', ')} ${reason.stacks.length === 1 ? 'is' : 'are'} retired`;
    case 'superseded':
      return `it is there for ${reason.by}`;
  }
}
