import { type Digests, findMismatch } from '../files/index.js';
import { publicUri, type PublicUri } from '../network/index.js';
import { shownOrigin } from '../source/origin/index.js';
import type { ArchiveSource } from './schema.js';

/** One kind of bytes that a source may have, and the place that has them. */
interface KnownBytes {
  url: PublicUri;
  digests: Digests;
  /** In what they differ from those of the first place. */
  differs?: string | undefined;
}

/** Every kind of bytes that a source of a plan may have, those of its first place first. Pure. */
export function knownBytes(source: ArchiveSource): [KnownBytes, ...KnownBytes[]] {
  const own = { url: publicUri(source.url), digests: source.digests };
  const others = source.origins.flatMap((origin) =>
    origin.digests === undefined
      ? []
      : [{ url: shownOrigin(origin), digests: origin.digests, differs: origin.differs }],
  );
  return [own, ...others];
}

/** The kind of bytes of a source that some digests are of; the first when they are of none. Pure. */
export function bytesWith(source: ArchiveSource, found: Digests): KnownBytes {
  const [first, ...others] = knownBytes(source);
  return (
    others.find(
      ({ digests }) => findMismatch(first.digests, found) && !findMismatch(digests, found),
    ) ?? first
  );
}
