import { BuilderError } from '../error.js';

/** Digest algorithms that a source may be verified with, weakest first, with their length in hex digits. */
export const DIGEST_LENGTHS = { md5: 32, sha256: 64, sha512: 128 } as const;

/** The name of a digest algorithm. */
export type Algorithm = keyof typeof DIGEST_LENGTHS;

/** All algorithms, weakest first. */
export const ALGORITHMS = Object.keys(DIGEST_LENGTHS) as Algorithm[];

/** Some digests of one file, in lower-case hex. */
export type Digests = Partial<Record<Algorithm, string>>;

/** Every digest of one file, in lower-case hex. */
export type AllDigests = Record<Algorithm, string>;

/** Whether a text has the form of a digest of this algorithm, in either case. */
export function isDigest(algorithm: Algorithm, text: string): boolean {
  return text.length === DIGEST_LENGTHS[algorithm] && /^[0-9a-f]+$/i.test(text);
}

/**
 * Reads a digest given by a person.
 * @param origin where it was given, for the message: `--md5`, for example
 * @throws BuilderError DIGEST_MALFORMED
 */
export function parseDigest(algorithm: Algorithm, text: string, origin: string): string {
  const digest = text.trim();
  if (isDigest(algorithm, digest)) return digest.toLowerCase();
  const other = ALGORITHMS.find((name) => isDigest(name, digest));
  throw new BuilderError(
    'DIGEST_MALFORMED',
    `${origin} is not ${algorithm === 'md5' ? 'an' : 'a'} ${algorithm} digest: ` +
      `it takes ${DIGEST_LENGTHS[algorithm]} hex digits, and '${digest}' has ${digest.length} characters`,
    {
      hint: other
        ? `This has the length of a ${other} digest: pass it as --${other}.`
        : `Copy the digest again from where the source is published.`,
    },
  );
}

/** The first digest in which what was found is not what was expected, or undefined when all agree. */
export function findMismatch(
  expected: Digests,
  found: Digests,
): { algorithm: Algorithm; expected: string; found: string } | undefined {
  for (const algorithm of ALGORITHMS) {
    const want = expected[algorithm];
    const have = found[algorithm];
    if (want !== undefined && have !== undefined && want !== have) {
      return { algorithm, expected: want, found: have };
    }
  }
  return undefined;
}

/** The strongest digest among these, or undefined when there is none. */
export function strongest(digests: Digests): { algorithm: Algorithm; digest: string } | undefined {
  for (const algorithm of ALGORITHMS.toReversed()) {
    const digest = digests[algorithm];
    if (digest !== undefined) return { algorithm, digest };
  }
  return undefined;
}
