import { Address, publicUri } from '../network/index.js';
import { BuilderError } from '../error.js';
import type { ExpandedArchive, ExpandedRecipe, LoadedRecipe } from '../recipe/index.js';
import { placeIn } from '../recipe/index.js';
import { ALGORITHMS, type Digests } from '../files/index.js';
import { decideCommit, decideDigests, type Request } from './request.js';
import type { ArchiveSource, Plan } from './schema.js';
import {
  planMirror,
  plannedUrl,
  type PlanOrigin,
  shownOrigin,
  withheldFrom,
} from '../source/origin/index.js';

/** A source as a plan has it, and the addresses that stand whole for what it names. */
interface PlannedSource<Source> {
  source: Source;
  addresses: Address[];
}

/**
 * The source of a plan.
 * @throws BuilderError UNKNOWN_VERSION, NO_CHECKSUM, DIGEST_CONFLICT, USAGE, RECIPE_INVALID
 */
export function planSource(
  loaded: LoadedRecipe,
  recipe: ExpandedRecipe,
  request: Request,
): PlannedSource<Plan['source']> {
  const { source } = recipe;
  if (source.kind === 'git') {
    refuseForGit(request);
    // The commit verifies what comes from wherever.
    const address = request.url ?? new Address(source.repository, request.secretQuery);
    const { tag } = source;
    const repository = address.public;
    const { commit, insteadOf } = decideCommit(loaded, request, { ...source, repository });
    return {
      source: {
        ...{ kind: 'git', repository, ...withheldFrom(address), tag, commit },
        ...(insteadOf === undefined ? {} : { insteadOf: { commit: insteadOf } }),
        ...excluding(source),
      },
      addresses: [address],
    };
  }
  if (request.commit !== undefined) {
    throw new BuilderError(
      'USAGE',
      `${request.name} ${request.version} is built from an archive here, not from a git commit.`,
      {
        hint: 'Leave --git-commit-sha out, or choose the recipe’s git source with --option git=yes.',
      },
    );
  }
  const { url, origins, addresses } = planOrigins(source, request);
  if (recipe.byArch) {
    const { name, version } = request;
    const known = loaded.recipe.versions[version] ?? {};
    refuseOneForAll(loaded, known, `the source of ${name} ${version}`);
  }
  const { digests, insteadOf } = decideDigests(loaded, request, recipe.digests, publicUri(url));
  return {
    source: {
      ...{ kind: 'archive', url, origins, digests: inOrder(digests) },
      ...(insteadOf === undefined ? {} : { insteadOf: inOrder(insteadOf) }),
      ...(recipe.byArch ? { arch: request.arch } : {}),
      ...(source.kind === 'archive' && source.unpack === false
        ? { file: fileNameIn(source.url) }
        : {}),
      ...excluding(source),
    },
    addresses,
  };
}

/** Where an archive can be had; the first place is the one that was given on the command line. */
export function planOrigins(
  archive: ExpandedArchive,
  { version, url: given, secretQuery }: Pick<Request, 'version' | 'url' | 'secretQuery'>,
): Pick<ArchiveSource, 'url' | 'origins'> & { addresses: Address[] } {
  const facts = { version, addressOf: (url: string) => new Address(url, secretQuery) };
  const place = archive.kind === 'archive' ? archive.url : archive.place;
  const own = planMirror(place, facts);
  const all = [
    own,
    ...archive.mirrors.map(({ mirror, own: bytes }) => {
      const planned = planMirror(mirror, facts);
      return bytes === undefined
        ? planned
        : {
            ...planned,
            origin: {
              ...planned.origin,
              digests: inOrder(bytes.digests),
              differs: bytes.differs,
            },
          };
    }),
  ];
  const first: PlanOrigin = given === undefined ? own.origin : plannedUrl(given);
  const url = shownOrigin(first);
  const others = all
    .map(({ origin }) => origin)
    .filter((origin) => origin.digests !== undefined || shownOrigin(origin) !== url);
  const addresses = [...(given === undefined ? [] : [given])];
  return {
    url,
    origins: [first, ...others],
    addresses: [...addresses, ...all.flatMap((planned) => planned.address ?? [])],
  };
}

/** The last part of an address, which names its file. */
function fileNameIn(url: string): string {
  const { pathname } = new URL(url);
  return pathname.slice(pathname.lastIndexOf('/') + 1);
}

/** Globs of what of a source is not unpacked, as a plan has them. */
export function excluding({ exclude }: { exclude: string[] }): { exclude?: string[] } {
  return exclude.length === 0 ? {} : { exclude };
}

/**
 * Where each architecture has an address of its own, one digest for all of them is that of one, and would be a way to
 * another one's file.
 * @throws BuilderError RECIPE_INVALID
 */
export function refuseOneForAll(
  loaded: LoadedRecipe,
  written: Readonly<Record<string, unknown>>,
  what: string,
): void {
  for (const algorithm of ALGORITHMS) {
    const given = written[algorithm];
    if (typeof given !== 'string') continue;
    throw new BuilderError(
      'RECIPE_INVALID',
      `${placeIn(loaded, given, [algorithm])}: ${what} has another address for each architecture, and one ${algorithm} for all.`,
      { hint: `Give one for each: '${algorithm}: { x64: …, s390x: … }'.` },
    );
  }
}

/** Digests in the order in which a plan has them. */
export function inOrder(digests: Digests): Digests {
  return Object.fromEntries(
    ALGORITHMS.flatMap((algorithm) => {
      const digest = digests[algorithm];
      return digest === undefined ? [] : [[algorithm, digest]];
    }),
  );
}

/** A commit verifies its source by itself; a digest given beside it would be ignored. */
function refuseForGit(request: Request): void {
  const given = ALGORITHMS.filter((algorithm) => request.digests[algorithm] !== undefined);
  if (given.length === 0) return;
  throw new BuilderError(
    'USAGE',
    `${request.name} ${request.version} is built from a git commit here, so ${given.map((flag) => `--${flag}`).join(' and ')} can't be checked.`,
    { hint: 'Leave it out: the commit in the recipe verifies the source.' },
  );
}
