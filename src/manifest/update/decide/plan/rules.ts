import { groupBy } from '../../../../group-by.js';
import type { ArchGroup } from './arch-groups.js';
import type { EntryArch, Manifest, Policies, Policy } from '../../../model/index.js';
import { entriesThere, type EntryThere } from './planned-entry.js';

/** Whether an artifact that several stacks share has one entry, or one for each of them. */
type Sharing = 'list' | 'entries';

/** What the entries of one name and architecture come and go by. */
export interface Rules {
  readonly policy: Policy;
  readonly line: NonNullable<Policy['line']>;
  /** What the entries and records are for. */
  readonly arch: EntryArch;
  /** Whether messages say what for, since there is more than that. */
  readonly sayArch: boolean;
  readonly sharing: Sharing;
  /** Whether it is said which stacks entries are for. */
  readonly stacks: 'named' | 'none';
  /** Entries that were released. */
  readonly released: readonly EntryThere[];
}

/** What the rules of all names are made from. */
export interface CommonRules {
  readonly policies: Policies;
  /** How the file has what several stacks share. */
  readonly sharing: Sharing;
  /** Whether it is said in the file which stacks entries are for. */
  readonly stacks: Rules['stacks'];
  /** Entries of the manifest that was released, by name; undefined: nobody named one. */
  readonly released: ReadonlyMap<string, readonly EntryThere[]> | undefined;
  /** Names that are only ever had in one version. */
  readonly fixed: ReadonlySet<string>;
}

/** @param living the manifest's entries that don't go with a retired stack */
export function commonRules(
  { manifest, released }: { manifest: Manifest; released?: Manifest | undefined },
  living: readonly EntryThere[],
  policies: Policies,
): CommonRules {
  return {
    policies,
    sharing: sharingOf(living) ?? 'list',
    stacks: stacksIn(living),
    released: released && groupBy(entriesThere(released), ({ name }) => name),
    fixed: fixedNames(manifest),
  };
}

/** The policy of a name; one that nobody set says nothing. */
export function policyOf({ dependencies }: Policies, name: string): Policy {
  return Object.hasOwn(dependencies, name) ? (dependencies[name] ?? {}) : {};
}

/** @param entries those of the name, of every architecture */
export function rulesOf(
  name: string,
  entries: readonly EntryThere[],
  { arch, there }: ArchGroup,
  { policies, sharing, stacks, released, fixed }: CommonRules,
): Rules {
  const policy = policyOf(policies, name);
  const releasedHere = (released?.get(name) ?? []).filter((one) => (one.arch ?? arch) === arch);
  return {
    arch,
    sayArch: entries.length > there.size,
    policy: { ...policy, keepLatestReleased: policy.keepLatestReleased ?? released !== undefined },
    // Of a dependency that is only ever had in one version, a newer one takes the older's place.
    line: policy.line ?? (fixed.has(name) ? 'any' : 'minor'),
    sharing: sharingOf(entries) ?? sharing,
    stacks: entries.length > 0 ? stacksIn(entries) : stacks,
    released: releasedHere,
  };
}

/** How the entries of one dependency, or of a file, that share a version have their stacks; undefined: none do. */
export function sharingOf(
  entries: readonly Pick<EntryThere, 'name' | 'version' | 'arch' | 'stacks'>[],
): Sharing | undefined {
  let lists = 0;
  let single = 0;
  const versions = new Set<string>();
  for (const { name, version, arch, stacks = [] } of entries) {
    const key = `${name} ${version} ${arch ?? ''}`;
    if (stacks.length > 1) lists += 1;
    else if (versions.has(key)) single += 1;
    versions.add(key);
  }
  if (lists === single) return lists === 0 ? undefined : 'list';
  return lists > single ? 'list' : 'entries';
}

/** The names that `url_to_dependency_map` has in one version only, whatever the address says. */
function fixedNames({ urlMap }: Manifest): ReadonlySet<string> {
  const byName = groupBy(urlMap, ({ name }) => name?.value ?? '');
  return new Set(
    [...byName].flatMap(([name, mappings]) => {
      const [version, ...others] = new Set(mappings.map((mapping) => mapping.version?.value));
      return version === undefined || version.includes('$') || others.length > 0 ? [] : name;
    }),
  );
}

/** By themselves or by a packaged buildpack. */
function stacksIn(entries: readonly EntryThere[]): Rules['stacks'] {
  return entries.length === 0 || entries.some(({ stacks }) => stacks !== undefined)
    ? 'named'
    : 'none';
}
