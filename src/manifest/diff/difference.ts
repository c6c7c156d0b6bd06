import type { Arch } from '../../architecture.js';

/** Digests that an entry may have, the stronger first. */
export const ALGORITHMS = ['sha256', 'md5'] as const;
type Algorithm = (typeof ALGORITHMS)[number];

/** A version of a dependency, for some stacks; none when the manifest names none. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly stacks: readonly string[];
  /** Undefined where the name has entries for one architecture only. */
  readonly arch?: Arch | undefined;
}

interface Change {
  readonly before: string;
  readonly after: string;
}

/** One thing that is otherwise in one manifest than in another. */
export type ManifestDifference =
  /** A version that the other manifest doesn't have, or doesn't have any more, for any stack. */
  | ({ readonly kind: 'added' | 'removed' } & Dependency)
  /** A version that both have, but not for these stacks. */
  | ({ readonly kind: 'joined' | 'dropped' } & Dependency)
  /** Other bytes; `before` and `after` are a digest that both entries have. */
  | ({ readonly kind: 'rebuilt'; readonly algorithm: Algorithm } & Dependency & Change)
  /** Digests that can't be compared, since the entries have none in common; `before` and `after` say which. */
  | ({ readonly kind: 'digests' } & Dependency & Change)
  /** The same bytes at another uri. */
  | ({ readonly kind: 'moved' } & Dependency & Change)
  /** Another `source` or `source_sha256`. */
  | ({ readonly kind: 'source' } & Dependency & Change)
  /** Default versions of a name; empty when there is none. */
  | {
      readonly kind: 'default';
      readonly name: string;
      readonly before: readonly string[];
      readonly after: readonly string[];
    }
  /** The deprecation date of a line; undefined when there is none. */
  | {
      readonly kind: 'deprecation';
      readonly name: string;
      readonly line: string;
      readonly before: string | undefined;
      readonly after: string | undefined;
    };

/** A difference in one line of words. */
export function describeDifference(difference: ManifestDifference): string {
  switch (difference.kind) {
    case 'added':
      return `${versionText(difference)} added`;
    case 'removed':
      return `${versionText(difference)} removed`;
    case 'joined':
      return `${titleOf(difference)} is there${forWhat(difference)} too now`;
    case 'dropped':
      return `${titleOf(difference)} is not there${forWhat(difference)} any more`;
    case 'rebuilt': {
      const { algorithm, before, after } = difference;
      return `${versionText(difference)} rebuilt: ${algorithm} ${short(before)} → ${short(after)}`;
    }
    case 'digests':
      return `${versionText(difference)} has ${difference.after} now, not ${difference.before}`;
    case 'moved':
      return `${versionText(difference)} moved: ${difference.before} → ${difference.after}`;
    case 'source':
      return `${versionText(difference)} has another source: ${difference.before} → ${difference.after}`;
    case 'default':
      return defaultText(difference);
    case 'deprecation':
      return dateText(difference);
  }
}

/** So much of a digest as people compare. */
function short(digest: string): string {
  return digest.length > 12 ? `${digest.slice(0, 12)}…` : digest;
}

function versionText(dependency: Dependency): string {
  return `${titleOf(dependency)}${forWhat(dependency)}`;
}

function forWhat({ stacks, arch }: Dependency): string {
  const names = stacks.filter((stack) => stack !== '').join(', ');
  if (names === '') return arch === undefined ? '' : ` for ${arch}`;
  return ` for ${names}${arch === undefined ? '' : ` (${arch})`}`;
}

function titleOf({ name, version }: Dependency): string {
  return `${name} ${version}`.trim();
}

function defaultText({
  name,
  before,
  after,
}: Extract<ManifestDifference, { kind: 'default' }>): string {
  const [old, now] = [before.join(' and '), after.join(' and ')];
  if (old === '') return `${name} has a default now: ${now}`;
  if (now === '') return `${name} has no default any more; it was ${old}`;
  return `default ${name} moved: ${old} → ${now}`;
}

function dateText({
  name,
  line,
  before,
  after,
}: Extract<ManifestDifference, { kind: 'deprecation' }>): string {
  const title = `${name} ${line}`.trim();
  if (before === undefined) return `${title} has a deprecation date now: ${after ?? ''}`;
  if (after === undefined) return `${title} has no deprecation date any more; it was ${before}`;
  return `${title} is deprecated on ${after}, not ${before}`;
}
