import {
  type Decisions,
  type DefaultDecision,
  type DeprecationDecision,
  type EntryDecision,
  forStacks,
  type MappingDecision,
  type RemovalReason,
  type Which,
} from './decide/decisions.js';
import { groupBy } from '../../group-by.js';
import type { PairChange } from '../edit/index.js';

/** One thing that an update does to a manifest. */
type ChangeDetails =
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
  /** `stacks` are those that went from an entry that stays for others; no reason: all of theirs went. */
  | (Which & { readonly kind: 'retired'; readonly reason?: RemovalReason })
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
  | { readonly kind: 'deprecation-removed'; readonly name: string; readonly line: string }
  /** With the last version of the name. */
  | { readonly kind: 'default-removed' | 'mapping-removed'; readonly name: string };

/** A change, and one line of words for it. */
export type Change = ChangeDetails & { readonly message: string };

/** What decisions change, in words and in their order. */
export function changesOf({ entries, defaults, mappings, deprecations }: Decisions): Change[] {
  const changes = [
    ...entries.flatMap(entryChanges),
    ...defaults.flatMap(defaultChange),
    ...mappings.flatMap(mappingChange),
    ...deprecations.flatMap(deprecationChange),
  ];
  return changes.map((change) => ({ ...change, message: wordsFor(change) }));
}

/** A stack that went to an entry of its own is told there. */
function entryChanges(decision: EntryDecision): ChangeDetails[] {
  const { which } = decision;
  switch (decision.kind) {
    case 'stays':
      return [];
    case 'comes':
      return decision.why === 'parted'
        ? [{ ...which, kind: 'rebuilt', keys: [], apart: true }]
        : [{ ...which, kind: 'added' }];
    case 'goes':
      return [{ ...which, kind: 'removed', reason: decision.reason }];
    case 'changes': {
      const { pairs, joined, left, outdated } = decision;
      const { name, version, arch } = which;
      const told = arch === undefined ? {} : { arch };
      const keys = [...new Set(pairs.flatMap(keysOf))];
      return [
        ...(keys.length > 0 ? [{ ...which, kind: 'rebuilt', keys, apart: false } as const] : []),
        ...(joined.length > 0
          ? [{ kind: 'joined', name, version, stacks: joined, ...told } as const]
          : []),
        ...leavingOf(left, outdated).map(
          (leaving) => ({ kind: 'retired', name, version, ...told, ...leaving }) as const,
        ),
      ];
    }
  }
}

/** Stacks that leave an entry, those together that do so for one reason. */
function leavingOf(
  left: readonly string[],
  outdated: Extract<EntryDecision, { kind: 'changes' }>['outdated'],
): { stacks: readonly string[]; reason?: RemovalReason }[] {
  const others = left.filter((stack) => !outdated.some((one) => one.stack === stack));
  return [
    ...(others.length > 0 ? [{ stacks: others }] : []),
    ...[...groupBy(outdated, ({ than }) => than)].map(([than, group]) => ({
      stacks: group.map(({ stack }) => stack),
      reason: { kind: 'older', than } as const,
    })),
  ];
}

function keysOf(change: PairChange): string[] {
  switch (change.kind) {
    case 'set':
    case 'remove':
      return [change.key];
    case 'replace':
      return [change.key, change.by.key];
    case 'add':
      return change.pairs.map(({ key }) => key);
  }
}

function defaultChange(decision: DefaultDecision): ChangeDetails[] {
  if (decision.kind === 'stays') return [];
  if (decision.kind === 'goes') return [{ kind: 'default-removed', name: decision.name }];
  const { name, to } = decision;
  const from = decision.kind === 'moves' ? decision.from : undefined;
  return [{ kind: 'default-moved', name, from, to }];
}

function mappingChange(decision: MappingDecision): ChangeDetails[] {
  if (decision.kind === 'stays') return [];
  if (decision.kind === 'goes') return [{ kind: 'mapping-removed', name: decision.name }];
  const { name, from, to } = decision;
  return [{ kind: 'mapping-moved', name, from, to }];
}

function deprecationChange(decision: DeprecationDecision): ChangeDetails[] {
  if (decision.kind === 'stays') return [];
  const { name, line } = decision;
  return [{ kind: 'deprecation-removed', name, line }];
}

function wordsFor(change: ChangeDetails): string {
  switch (change.kind) {
    case 'added':
      return `${change.name} ${change.version} added${forStacks(change)}`;
    case 'removed':
      return `${change.name} ${change.version} removed${forStacks(change)}${reason(change.reason)}`;
    case 'rebuilt':
      return (
        `${change.name} ${change.version} rebuilt${forStacks(change)}` +
        (change.apart ? ', in an entry of its own' : `: ${change.keys.join(', ')}`)
      );
    case 'joined':
      return `${change.name} ${change.version} is${forStacks(change)} as well`;
    case 'retired':
      return (
        `${change.name} ${change.version} is no longer${forStacks(change)}` +
        (change.reason === undefined ? '' : reason(change.reason))
      );
    case 'default-moved':
      return change.from === undefined
        ? `default ${change.name} is ${change.to}`
        : `default ${change.name} moved from ${change.from} to ${change.to}`;
    case 'mapping-moved':
      return `url_to_dependency_map: ${change.name} moved from ${change.from} to ${change.to}`;
    case 'default-removed':
      return `default ${change.name} removed: no version is left`;
    case 'mapping-removed':
      return `url_to_dependency_map: ${change.name} removed: no version is left`;
    case 'deprecation-removed':
      return `deprecation date of ${change.name} ${change.line} removed: no version of that line is left`;
  }
}

/** Why something goes, behind what is said of it. */
function reason(reason: RemovalReason): string {
  switch (reason.kind) {
    case 'older':
      return `: older than ${reason.than}`;
    case 'retired':
      return `: ${reason.stacks.join(', ')} ${reason.stacks.length === 1 ? 'is' : 'are'} retired`;
    case 'superseded':
      return `: it is there for ${reason.by}`;
    case 'asked':
      return '';
  }
}
