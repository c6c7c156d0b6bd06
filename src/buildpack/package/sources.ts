import nodePath from 'node:path';
import { Address, type PublicUri } from '../../network/index.js';
import { BuilderError } from '../../error.js';
import {
  titleOf,
  type Located,
  type Manifest,
  type ManifestEntry,
} from '../../manifest/model/index.js';
import { printable } from '../../text/index.js';
import { parseDigest, type Digests } from '../../files/index.js';
import { furtherMembers, memberOf, type Layout } from './layout.js';

/** A file of dependencies that a package is to have. */
export interface Dependency {
  readonly uri: PublicUri;
  /** The same with the secrets that entries have for it, each once. */
  readonly addresses: readonly Address[];
  readonly expected: Digests;
  /** Those that it is the file of. */
  readonly entries: readonly ManifestEntry[];
  /** Its path in the zip. */
  readonly member: string;
  /** Further ones, since installers look for one or the other. */
  readonly copies: readonly string[];
}

/**
 * The files of some entries, each once.
 * @throws BuilderError MANIFEST_INVALID, NO_CHECKSUM, DIGEST_MALFORMED, BUILDPACK_INVALID for entries
 * that no file can be had for, or two of whom can't both have theirs
 */
export function dependenciesOf(
  manifest: Manifest,
  entries: readonly ManifestEntry[],
  { layout, secretQuery }: { layout: Layout; secretQuery?: readonly string[] | undefined },
): Dependency[] {
  const byUri = new Map<string, Dependency>();
  const byMember = new Map<string, Dependency>();
  for (const entry of entries) {
    const location = entry.uri;
    if (location === undefined || location.value === '') throw withoutUri(manifest, entry);
    const address = new Address(location.value, secretQuery);
    const uri = address.public;
    const expected = digestsOf(manifest, entry);
    const same = byUri.get(uri);
    const dependency: Dependency =
      same === undefined
        ? {
            uri,
            addresses: [address],
            expected,
            entries: [entry],
            member: memberOf(uri, layout),
            copies: furtherMembers(uri, layout),
          }
        : {
            ...same,
            addresses: same.addresses.some((other) => other.full() === address.full())
              ? same.addresses
              : [...same.addresses, address],
            expected: joined(manifest, same, entry, expected),
            entries: [...same.entries, entry],
          };
    byUri.set(uri, dependency);
    for (const member of [dependency.member, ...dependency.copies]) {
      const other = byMember.get(member);
      if (other !== undefined && other.uri !== uri) {
        throw samePlace(manifest, { member, one: other, other: dependency });
      }
      byMember.set(member, dependency);
    }
  }
  return [...byUri.values()];
}

/** `manifest.yml:12: python 3.5.2`, for messages. */
export function placeOf(manifest: Manifest, entry: ManifestEntry): string {
  return `${atLine(manifest, entry.uri ?? entry.range)}: ${titleOf(entry)}`;
}

function atLine(manifest: Manifest, { start }: Pick<Located<string>, 'start'>): string {
  return `${nodePath.basename(manifest.path)}:${manifest.position(start).line}`;
}

function digestsOf(manifest: Manifest, entry: ManifestEntry): Digests {
  const { md5, sha256 } = entry;
  const digest = (algorithm: 'md5' | 'sha256', located: Located<string> | undefined) =>
    located && {
      [algorithm]: parseDigest(
        algorithm,
        located.value,
        `${atLine(manifest, located)}: the ${algorithm} of ${titleOf(entry)}`,
      ),
    };
  const digests: Digests = { ...digest('md5', md5), ...digest('sha256', sha256) };
  if (Object.keys(digests).length > 0) return digests;
  throw new BuilderError(
    'NO_CHECKSUM',
    `${placeOf(manifest, entry)} has no digest, and nothing unverified is packed`,
    { hint: 'Give the entry a sha256 (or md5) of its file.' },
  );
}

function joined(
  manifest: Manifest,
  same: Dependency,
  entry: ManifestEntry,
  digests: Digests,
): Digests {
  for (const algorithm of ['md5', 'sha256'] as const) {
    const [before, now] = [same.expected[algorithm], digests[algorithm]];
    if (before === undefined || now === undefined || before === now) continue;
    const others = same.entries.map((one) => placeOf(manifest, one));
    throw new BuilderError(
      'MANIFEST_INVALID',
      `${placeOf(manifest, entry)} has the uri of another entry, and another ${algorithm}`,
      {
        excerpt: [...others, placeOf(manifest, entry)],
        hint: 'One file has one digest: correct the uri or the digest of one of them.',
      },
    );
  }
  return { ...same.expected, ...digests };
}

function withoutUri(manifest: Manifest, entry: ManifestEntry): BuilderError {
  return new BuilderError('MANIFEST_INVALID', `${placeOf(manifest, entry)} has no uri`, {
    hint: 'Say where its file can be had: https://, http:// or file://.',
  });
}

/** Two dependencies that would both be one file of a package. */
interface Collision {
  readonly member: string;
  readonly one: Dependency;
  readonly other: Dependency;
}

function samePlace(manifest: Manifest, { member, one, other }: Collision): BuilderError {
  return new BuilderError(
    'BUILDPACK_INVALID',
    `Two uris are the same file in a package, ${printable(member)}.`,
    {
      excerpt: [one, other].map(({ entries: [entry], uri }) =>
        entry === undefined ? printable(uri) : `${placeOf(manifest, entry)}: ${printable(uri)}`,
      ),
      hint: 'Rename one of the files where it lies, or package with --layout current.',
    },
  );
}
