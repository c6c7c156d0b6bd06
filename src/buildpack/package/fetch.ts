import { pathToFileURL } from 'node:url';
import pLimit from 'p-limit';
import { Address } from '../../network/index.js';
import { BuilderError, reasonOf } from '../../error.js';
import { titleOf, type Manifest } from '../../manifest/model/index.js';
import { inHost, type HostPath } from '../../path.js';
import { fetchSource, type Origin, urlOrigin } from '../../source/index.js';
import {
  artifactName,
  surveyRecords,
  withoutRecord,
  type ArtifactRecord,
} from '../../store/index.js';
import { findMismatch, isFile } from '../../files/index.js';
import { placeOf, type Dependency } from './sources.js';
import type { PackageRequest } from './request.js';
import type { Context } from '../../store/index.js';

const PARALLEL = 4;

/**
 * Gets the files of dependencies into the cache, a few at a time, and verifies them: from `artifacts/`
 * where a record has the digest, else from the uri. All of them are tried, whatever fails.
 * @param places `artifacts`: the folder of `artifacts/` and `checksums/`
 * @returns where each one's file is
 * @throws BuilderError SOURCE_UNAVAILABLE, DIGEST_MISMATCH with every entry that has no file;
 * DISK_FULL, NOT_WRITABLE
 */
export async function fetchDependencies(
  manifest: Manifest,
  dependencies: readonly Dependency[],
  { artifacts, directory: buildpack }: Pick<PackageRequest, 'artifacts' | 'directory'>,
  context: Context,
): Promise<Map<Dependency, HostPath>> {
  const records = dependencies.length === 0 ? [] : await recordsIn(artifacts, buildpack, context);
  const limit = pLimit(PARALLEL);
  const stop = new AbortController();
  const signal =
    context.signal === undefined ? stop.signal : AbortSignal.any([context.signal, stop.signal]);
  const files = new Map<Dependency, HostPath>();
  const failures: Failure[] = [];
  const running = dependencies.map((dependency) =>
    limit(async () => {
      signal.throwIfAborted();
      const origins = await originsOf(dependency, records, artifacts);
      try {
        files.set(dependency, await fetchOne(dependency, origins, { ...context, signal }));
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof BuilderError) || !isOfUri(error)) throw error;
        failures.push({ dependency, error });
      }
    }),
  );
  try {
    await Promise.all(running);
  } finally {
    stop.abort();
    await Promise.allSettled(running);
  }
  const [first, ...others] = failures.sort((a, b) => startOf(a) - startOf(b));
  if (first !== undefined) throw failed(manifest, [first, ...others], dependencies.length);
  return files;
}

/** Without a record its artifact is fetched from the uri. */
async function recordsIn(
  artifacts: HostPath,
  buildpack: HostPath,
  { emit, signal }: Context,
): Promise<ArtifactRecord[]> {
  const { files, unreadable } = await surveyRecords(artifacts, signal);
  for (const one of unreadable) {
    emit({ type: 'warning', buildpack, message: withoutRecord(one) });
  }
  return files.map(({ record }) => record);
}

interface Failure {
  readonly dependency: Dependency;
  readonly error: BuilderError;
}

async function fetchOne(
  { entries: [entry], expected }: Dependency,
  origins: readonly [Origin, ...Origin[]],
  context: Context,
): Promise<HostPath> {
  const name = entry === undefined ? 'a dependency' : titleOf(entry);
  const { path } = await fetchSource({ name, origins, expected }, context);
  return path;
}

async function originsOf(
  { addresses, expected }: Dependency,
  records: readonly ArtifactRecord[],
  artifacts: HostPath,
): Promise<readonly [Origin, ...Origin[]]> {
  const built: Address[] = [];
  for (const record of records) {
    if (findMismatch(expected, { md5: record.md5, sha256: record.sha256 }) !== undefined) continue;
    const path = inHost(artifacts, artifactName(record));
    if (await isFile(path)) built.push(new Address(pathToFileURL(path).href));
  }
  const [first, ...others] = [...built, ...addresses].map((address) => urlOrigin(address));
  if (first === undefined) throw new TypeError('a dependency has no uri');
  return [first, ...others];
}

/** Whether an error is one of this dependency alone, and not of the disk that all of them go to. */
function isOfUri({ code }: BuilderError): boolean {
  return code === 'SOURCE_UNAVAILABLE' || code === 'DIGEST_MISMATCH';
}

function startOf({ dependency }: Failure): number {
  return dependency.entries[0]?.range.start ?? 0;
}

function failed(
  manifest: Manifest,
  failures: readonly [Failure, ...Failure[]],
  all: number,
): BuilderError {
  const mismatch = failures.some(({ error }) => error.code === 'DIGEST_MISMATCH');
  const unavailable = failures.some(({ error }) => error.code === 'SOURCE_UNAVAILABLE');
  const [{ error }] = failures;
  return new BuilderError(
    mismatch ? 'DIGEST_MISMATCH' : 'SOURCE_UNAVAILABLE',
    failures.length === 1
      ? reasonOf(error)
      : `${failures.length} of ${all} dependencies could not be had.`,
    {
      excerpt: failures.flatMap((failure) => [
        ...failure.dependency.entries.map(
          (entry) =>
            `${placeOf(manifest, entry)}${failures.length === 1 ? '' : `: ${reasonOf(failure.error.reason)}`}`,
        ),
        ...failure.error.excerpt,
      ]),
      hint: [
        ...(mismatch ? [MISMATCH_HINT] : []),
        ...(unavailable ? [UNAVAILABLE_HINT] : []),
        'No zip was written.',
      ].join('\n'),
      cause: error,
    },
  );
}

const MISMATCH_HINT =
  'Either the file is not the one that was meant, or the digest in the manifest is of another one: ' +
  'ask who published the file.';

const UNAVAILABLE_HINT =
  'Correct the uri in the manifest, or check the network and the proxy settings ' +
  '(http_proxy, https_proxy, no_proxy).';
