import type { Address, PublicUri } from '../network/index.js';
import type { Arch } from '../architecture.js';
import { BuilderError } from '../error.js';
import { LONGEST_WORD, VERSION_FORM } from '../name.js';
import type { LoadedRecipe } from '../recipe/index.js';
import { ALGORITHMS, findMismatch, type Digests } from '../files/index.js';
import type { OwnPlan } from './schema.js';

/** What somebody asked for, with the stack and the architecture decided. */
export interface Request {
  name: string;
  version: string;
  arch: Arch;
  /** Digests given beside the recipe's own; every one of them is checked. */
  digests: Digests;
  /** Whether a digest or a commit that is given wins over the recipe's where they differ. */
  trustDigest?: boolean;
  /** An address to try before the recipe's. */
  url: Address | undefined;
  /** Names of query fields that are secrets, beside those that are known. */
  secretQuery?: readonly string[];
  /** The commit that a git source must be at, beside the recipe's own. */
  commit: string | undefined;
  options: Readonly<Record<string, boolean>>;
  /** Set when it is to be cross compiled. */
  cross?:
    | {
        /** Whose compilers are used. */
        machine: Arch;
        /** Plans of what the recipe needs of that architecture, by their recipes' names. */
        needs: ReadonlyMap<string, OwnPlan>;
      }
    | undefined;
}

/** What a source is verified with. */
interface Verification {
  digests: Digests;
  /** The recipe's digests, where those given were trusted in their place: they are of another file. */
  insteadOf?: Digests;
}

/**
 * The digests that a request's source is verified with: those given and those of the recipe.
 * @param known the recipe's; undefined when it doesn't know the version
 * @param url for messages: where the source comes from
 * @throws BuilderError UNKNOWN_VERSION, NO_CHECKSUM, DIGEST_CONFLICT
 */
export function decideDigests(
  { recipe, path }: LoadedRecipe,
  request: Pick<Request, 'name' | 'version' | 'arch' | 'digests' | 'trustDigest'>,
  known: Digests | undefined,
  url: PublicUri,
): Verification {
  const { name, version, digests: given, trustDigest = false } = request;
  const conflict = findMismatch(known ?? {}, given);
  if (conflict && trustDigest) {
    const { md5, sha256, sha512 } = known ?? {};
    return { digests: given, insteadOf: { md5, sha256, sha512 } };
  }
  if (conflict) {
    throw new BuilderError(
      'DIGEST_CONFLICT',
      `The ${conflict.algorithm} given for ${name} ${version} is not the recipe's: ` +
        `given ${conflict.found}, recipe ${conflict.expected} (${url}).`,
      {
        hint:
          `One of them is wrong, or upstream replaced the file. Check where it is published; ` +
          `the recipe's is in ${path}.\n` +
          `Where yours is right and meant, add --trust-digest.`,
      },
    );
  }
  const merged = { ...known, ...given };
  if (ALGORITHMS.some((algorithm) => merged[algorithm] !== undefined)) return { digests: merged };
  if (known === undefined) {
    throw new BuilderError(
      'UNKNOWN_VERSION',
      `The recipe '${name}' doesn't know version ${version}.`,
      {
        hint:
          `Known versions: ${Object.keys(recipe.versions).join(', ') || 'none'}. ` +
          `To build another one, give its checksum: --sha256, --sha512 or --md5.`,
      },
    );
  }
  const others = ALGORITHMS.flatMap((algorithm) => {
    const written = recipe.versions[version]?.[algorithm];
    return typeof written === 'object' ? Object.keys(written) : [];
  });
  const which = others.length === 0 ? version : `${version} for ${request.arch}`;
  throw new BuilderError('NO_CHECKSUM', `There is no checksum for ${name} ${which}.`, {
    hint:
      (others.length === 0
        ? ''
        : `Its source is another one for each architecture, and the recipe has digests for ${[...new Set(others)].join(', ')}.\n`) +
      `Nothing unverified is built. Give --sha256, --sha512 or --md5 as published for ${url}, ` +
      `or add it to 'versions' in ${path}.`,
  });
}

/**
 * The commit that a request's git source is verified with: the one given and that of the recipe.
 * @throws BuilderError NO_CHECKSUM, DIGEST_CONFLICT, DIGEST_MALFORMED
 */
export function decideCommit(
  { path }: Pick<LoadedRecipe, 'path'>,
  request: Pick<Request, 'name' | 'version' | 'commit' | 'trustDigest'>,
  source: { repository: PublicUri; tag: string; commit: string | undefined },
): { commit: string; insteadOf?: string } {
  const { name, version, commit: given, trustDigest = false } = request;
  if (given !== undefined && !/^[0-9a-f]{40}$/.test(given)) {
    throw new BuilderError('DIGEST_MALFORMED', `'${given}' is not a commit of 40 hex digits.`, {
      hint: `'git ls-remote ${source.repository} ${source.tag}' prints it.`,
    });
  }
  const commit = given ?? source.commit;
  if (commit === undefined) {
    throw new BuilderError('NO_CHECKSUM', `There is no commit for ${name} ${version}.`, {
      hint:
        `A tag can be moved, a commit can't. Give --git-commit-sha with what ${source.tag} points ` +
        `to in ${source.repository}, or add it to ${path}.`,
    });
  }
  if (source.commit !== undefined && source.commit !== commit) {
    if (trustDigest) return { commit, insteadOf: source.commit };
    throw new BuilderError(
      'DIGEST_CONFLICT',
      `The commit given for ${name} ${version} is not the recipe's: given ${commit}, ` +
        `recipe ${source.commit} (${source.repository} ${source.tag}).`,
      {
        hint:
          `One of them is wrong, or the tag was moved. The recipe's is in ${path}.\n` +
          `Where yours is right and meant, add --trust-digest.`,
      },
    );
  }
  return { commit };
}

/**
 * Refuses a version that could not be part of a file name.
 * @throws BuilderError USAGE
 */
export function checkVersion(version: string): void {
  if (VERSION_FORM.test(version) && version.length <= LONGEST_WORD) return;
  throw new BuilderError('USAGE', `'${version}' is not a version.`, {
    hint: `A version has at most ${LONGEST_WORD} letters, digits and . + ~ _ -, such as 3.11.2.`,
  });
}
