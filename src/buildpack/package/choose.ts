import { BuilderError } from '../../error.js';
import { isMeant } from '../../version/index.js';
import { type Manifest, type ManifestEntry } from '../../manifest/model/index.js';
import { printable, didYouMean } from '../../text/index.js';
import type { PackageRequest } from './request.js';

/** Which dependencies are wanted. */
export type Choice = Pick<PackageRequest, 'stack' | 'profile' | 'include' | 'exclude'>;

/** The dependencies of a package. */
export interface Chosen {
  readonly entries: readonly ManifestEntry[];
  /** Dependencies that are not in it although the manifest has them for its stack, by name. */
  readonly leftOut: ReadonlySet<string>;
}

/**
 * The entries that a package is made with.
 * @throws BuilderError UNKNOWN_STACK when none is for the stack; USAGE for names that there are not
 */
export function chooseEntries(manifest: Manifest, choice: Choice): Chosen {
  const leftOut = leftOutBy(manifest, choice);
  return {
    leftOut,
    entries: entriesFor(manifest, choice.stack).filter(
      ({ name }) => !leftOut.has(name?.value ?? ''),
    ),
  };
}

/** Which defaults have no dependency in a package although they had one, in words. */
export function lostDefaults(manifest: Manifest, { entries, leftOut }: Chosen): string[] {
  return manifest.defaults.flatMap(({ name, version }) => {
    if (!name?.value || !version?.value || leftOut.has(name.value)) return [];
    const isIts = (entry: ManifestEntry) =>
      entry.name?.value === name.value && isMeant(entry.version?.value, version.value);
    if (!manifest.entries.some(isIts) || entries.some(isIts)) return [];
    const title = `${printable(name.value)} ${printable(version.value)}`;
    return [`${title} is the default, and no dependency of this package is of that version`];
  });
}

/** The names of the stacks that a manifest has entries for, sorted. */
export function stacksIn({ entries }: Manifest): string[] {
  const names = entries.flatMap(({ stacks }) => stacks?.value.map(({ value }) => value) ?? []);
  return [...new Set(names)].sort();
}

function entriesFor(manifest: Manifest, stack: Choice['stack']): readonly ManifestEntry[] {
  // A buildpack without dependencies is as good for one stack as for another.
  if (stack.kind === 'any' || manifest.entries.length === 0) return manifest.entries;
  const found = manifest.entries.filter(({ stacks }) =>
    stacks?.value.some(({ value }) => value === stack.name),
  );
  if (found.length > 0) return found;
  const known = stacksIn(manifest);
  throw new BuilderError(
    'UNKNOWN_STACK',
    `${manifest.path} has no dependency for the stack '${printable(stack.name)}'.`,
    {
      hint:
        known.length === 0
          ? 'It has none for any stack: package with --any-stack.'
          : proposal(stack.name, known) + `It has: ${known.map(printable).join(', ')}.`,
    },
  );
}

function leftOutBy(manifest: Manifest, { profile, include, exclude }: Choice): Set<string> {
  const names = new Set(manifest.entries.flatMap(({ name }) => name?.value ?? []));
  const byProfile = new Set(profile === undefined ? [] : excludesOf(manifest, profile, names));
  for (const name of exclude) requireKnown('--exclude', name, names);
  for (const name of include) {
    requireKnown('--include', name, names);
    if (exclude.includes(name)) {
      throw new BuilderError('USAGE', `'${name}' is both in --include and in --exclude.`, {
        hint: 'Say one of them.',
      });
    }
    if (byProfile.has(name)) continue;
    throw new BuilderError(
      'USAGE',
      profile === undefined
        ? `--include ${name}: nothing leaves it out.`
        : `--include ${name}: the profile '${profile}' doesn't leave it out.`,
      { hint: '--include takes back what --profile leaves out; leave it away.' },
    );
  }
  return new Set([...byProfile, ...exclude].filter((name) => !include.includes(name)));
}

function excludesOf(manifest: Manifest, profile: string, names: ReadonlySet<string>): string[] {
  const { profiles } = manifest;
  const found = profiles.find(({ name }) => name.value === profile);
  if (found === undefined) {
    const known = profiles.map(({ name }) => printable(name.value));
    throw new BuilderError(
      'USAGE',
      `${manifest.path} has no packaging profile '${printable(profile)}'.`,
      {
        hint:
          known.length === 0
            ? "It has no 'packaging_profiles' at all; --exclude leaves out single dependencies."
            : proposal(profile, known) + `It has: ${known.join(', ')}.`,
      },
    );
  }
  return found.exclude.map((excluded) => {
    if (names.has(excluded.value)) return excluded.value;
    const { line, column } = manifest.position(excluded.start);
    throw new BuilderError(
      'MANIFEST_INVALID',
      `${manifest.path}:${line}:${column}: the profile '${profile}' leaves out ` +
        `'${printable(excluded.value)}', which no dependency is called`,
      { hint: `${proposal(excluded.value, [...names])}Correct the name, or remove it.` },
    );
  });
}

function requireKnown(option: string, name: string, names: ReadonlySet<string>): void {
  if (names.has(name)) return;
  const known = [...names].sort();
  throw new BuilderError('USAGE', `${option}: no dependency is called '${printable(name)}'.`, {
    hint: `${proposal(name, known)}There is: ${known.map(printable).join(', ')}.`,
  });
}

function proposal(word: string, known: readonly string[]): string {
  return didYouMean(word, known, (nearest) => `'${printable(nearest)}'`);
}
