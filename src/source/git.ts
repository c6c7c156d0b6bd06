import { isIP } from 'node:net';
import { mkdir, rm } from 'node:fs/promises';
import { Deadline } from '../deadline.js';
import { type DownloadLimits, downloadLimits } from '../download.js';
import { type Address, NAMES } from '../network/index.js';
import { BuilderError } from '../error.js';
import { isGitTag } from '../name.js';
import { explainSystemError, measureFile, withLock } from '../files/index.js';
import { lockOf, lookUp, publish, removeCorrupt, type CacheKey } from './cache.js';
import { movedTo } from './origin/index.js';
import type { FetchContext, FetchedSource, GitRequest } from './request.js';
import {
  fetchError,
  fileNameFrom,
  discard,
  forBuild,
  type Landing,
  landingOf,
  OriginFailure,
  tellWaiting,
  timeUp,
  watchingGrowth,
  withheldHint,
} from './receive/index.js';
import { missingProgram, tryProgram } from '../program/index.js';

/** What would make the archive depend on the user's own configuration. */
const NEUTRAL = [
  'tar.umask=0022',
  'core.autocrlf=false',
  'core.eol=lf',
  'core.attributesFile=/dev/null',
].flatMap((setting) => ['-c', setting]);

/** What git runs to ask for a user name and a password; it has them from its environment. */
const HELPER =
  '!printf "username=%s\\npassword=%s\\n" "$BINARY_BUILDER_GIT_USER" "$BINARY_BUILDER_GIT_PASSWORD" #';

/**
 * Gets the tree of a git tag into the cache, as a tar that depends on nothing but its commit:
 * everything below `source/`, with the time of the commit.
 * @throws BuilderError DIGEST_MISMATCH when the tag is of another commit; SOURCE_UNAVAILABLE,
 * DISK_FULL, NOT_WRITABLE, MISSING_PROGRAM
 */
export async function fetchGit(request: GitRequest, context: FetchContext): Promise<FetchedSource> {
  const { folders, emit, signal } = context;
  const folder = folders.sources;
  requirePlain(request);
  const key: CacheKey = `git-${request.commit}`;
  return await withLock(
    lockOf(folder, key),
    async () => {
      const cached = await lookUp(folder, key, signal);
      if (cached.kind === 'intact') return ready({ ...cached, cached: true });
      await removeCorrupt(cached);
      const landing = landingOf(folder, key);
      try {
        await discard(landing);
        await archiveInTime(request, landing, context);
        const measure = await measureFile(landing.path, signal);
        const name = `${fileNameFrom(request.name)}.tar`;
        const path = await publish(folder, landing.path, name, measure, [key]);
        return ready({ ...measure, path, cached: false });
      } catch (error) {
        throw explainSystemError(error, folder);
      } finally {
        await discard(landing);
      }
    },
    {
      onWait: (reason) => {
        tellWaiting(request.repository.public, reason, context);
      },
      signal,
    },
  );

  function ready({ path, size, digests, cached }: Omit<FetchedSource, 'url'>): FetchedSource {
    const url = request.repository.public;
    emit({ type: 'source.ready', ...forBuild(context), url, path, size, cached });
    return { path, size, digests, url, cached };
  }
}

/** Holds git to the limits of a download: the time, the size, and over HTTP, where it can, the speed. */
async function archiveInTime(
  request: GitRequest,
  landing: Landing,
  context: FetchContext,
): Promise<void> {
  const { name, repository, withheld = [] } = request;
  const limits = downloadLimits(context.download);
  const deadline = new Deadline(limits.time, context.signal, () => timeUp(limits));
  const { signal } = deadline;
  const watched = { paths: [landing.scratch, landing.path], limits, signal, paced: false };
  try {
    await watchingGrowth(watched, (signal) => archive(request, landing, { ...context, signal }));
  } catch (error) {
    if (!(error instanceof OriginFailure)) throw error;
    throw fetchError(name, [{ url: repository.public, withheld, failure: error }]);
  } finally {
    deadline.end();
    await rm(landing.scratch, { recursive: true, force: true });
  }
}

async function archive(
  request: GitRequest,
  { path: into, scratch: clone }: Pick<Landing, 'path' | 'scratch'>,
  context: FetchContext,
): Promise<void> {
  const { name, repository, tag, commit } = request;
  const { remote, settings } = accessTo(repository);
  const git = (...args: string[]) => runGit(request, context, args);
  await rm(clone, { recursive: true, force: true });
  await mkdir(clone, { recursive: true });
  await git('init', '--quiet', '--bare', clone);
  const inClone = ['--git-dir', clone];
  const ref = `refs/tags/${tag}`;
  const fetchFrom = (from: string, ...more: string[]) => {
    const fetch = ['fetch', '--quiet', '--depth=1', '--', from, `${ref}:${ref}`];
    return git(...inClone, ...settings, ...paceOf(context), ...more, ...fetch);
  };
  await fetchFrom(remote, ...redirectsOf(context)).catch(async (error: unknown) => {
    context.signal?.throwIfAborted();
    const moved = await movedRepository(repository, context);
    if (moved === undefined) throw error;
    await fetchFrom(moved.remote, ...NO_REDIRECTS, ...moved.pinned);
  });
  const found = await git(...inClone, 'rev-parse', '--verify', `${ref}^{commit}`);
  if (found !== commit) {
    throw new BuilderError(
      'DIGEST_MISMATCH',
      `${name}: the tag ${tag} is commit ${found}, but ${commit} is expected, from ${repository.public}`,
      {
        hint: 'Somebody moved the tag, or the recipe names the wrong commit: compare with upstream.',
      },
    );
  }
  await git(
    ...inClone,
    ...NEUTRAL,
    'archive',
    '--format=tar',
    '--prefix=source/',
    '-o',
    into,
    commit,
  );
}

const NO_REDIRECTS = ['-c', 'http.followRedirects=false'] as const;

/** git can't tell a redirect inside from another: so it follows none, unless all are meant. */
function redirectsOf({ download }: FetchContext): readonly string[] {
  return downloadLimits(download).privateRedirects ? [] : NO_REDIRECTS;
}

/** What git asks for first, behind the address of a repository. */
const ADVERTISEMENT = '/info/refs?service=git-upload-pack';

/**
 * Where a repository has moved to, as far as a redirect may lead, and what has git connect to the very
 * address that was judged (git 2.37; older ones ask for the name again).
 * @throws OriginFailure when it leads inside
 */
async function movedRepository(
  repository: Address,
  { download, signal, names = NAMES, environment = process.env }: FetchContext,
): Promise<{ remote: string; pinned: readonly string[] } | undefined> {
  const limits = downloadLimits(download);
  const asked = `${repository.full().replace(/\/+$/, '')}${ADVERTISEMENT}`;
  if (!/^https?:/i.test(asked) || !URL.canParse(asked) || limits.privateRedirects) return undefined;
  const asking = { limits, names, environment, signal: signal ?? new AbortController().signal };
  const moved = await movedTo(new URL(asked), asking);
  if (moved?.url.href.endsWith(ADVERTISEMENT) !== true) return undefined;
  const { url } = moved;
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const isName = isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0;
  const at = moved.address?.replace(/^.*:.*$/, '[$&]');
  url.username = '';
  url.password = '';
  return {
    remote: url.href.slice(0, -ADVERTISEMENT.length),
    pinned:
      isName && at !== undefined ? ['-c', `http.curloptResolve=${url.hostname}:${port}:${at}`] : [],
  };
}

/** What has git end a transfer over HTTP that is too slow; git counts in whole seconds. */
function paceOf({ download }: FetchContext): string[] {
  const { speed, window } = downloadLimits(download);
  return [
    ...['-c', `http.lowSpeedLimit=${Math.max(1, Math.round(speed))}`],
    ...['-c', `http.lowSpeedTime=${Math.max(1, Math.round(window / 1000))}`],
  ];
}

/**
 * How git gets at a repository. A user name and a password are not among its arguments, which everybody
 * on the machine can read, but asked for by the repository's own host; no helper of the user's stores them.
 */
function accessTo(repository: Address): {
  remote: string;
  settings: string[];
  environment: Record<string, string>;
} {
  const remote = repository.full();
  const url = /^https?:/i.test(remote) && URL.canParse(remote) ? new URL(remote) : undefined;
  if (url === undefined || (url.username === '' && url.password === '')) {
    return { remote, settings: [], environment: {} };
  }
  const environment = {
    BINARY_BUILDER_GIT_USER: decodeURIComponent(url.username),
    BINARY_BUILDER_GIT_PASSWORD: decodeURIComponent(url.password),
  };
  url.username = '';
  url.password = '';
  return {
    remote: url.href,
    settings: ['-c', 'credential.helper=', '-c', `credential.${url.origin}.helper=${HELPER}`],
    environment,
  };
}

/** What git needs of memory beside what it receives. Bytes. */
const OWN_MEMORY = 256 * 1024 ** 2;

/** The exit code of a shell that finds no program of a name. */
const NOT_FOUND = 127;

/**
 * The command line of git, which keeps what a server says first in its memory, however long that is: so
 * the memory of each of its processes has an end, too.
 */
function held(args: readonly string[], { size }: DownloadLimits): [string, ...string[]] {
  const memory = Number.isFinite(size)
    ? String(Math.ceil((size + OWN_MEMORY) / 1024))
    : 'unlimited';
  const script = 'ulimit -d "$1" 2>/dev/null; shift; exec git "$@"';
  return ['sh', '-c', script, 'git', memory, ...args];
}

async function runGit(
  { name, repository, withheld = [] }: GitRequest,
  { signal, download, environment = process.env }: FetchContext,
  args: readonly string[],
): Promise<string> {
  const limits = downloadLimits(download);
  const { failure, missing, exitCode, stdout, stderr } = await tryProgram(held(args, limits), {
    environment: {
      ...environment,
      ...accessTo(repository).environment,
      GIT_TERMINAL_PROMPT: '0',
      GIT_ATTR_NOSYSTEM: '1',
      GIT_DIR: undefined,
      GIT_WORK_TREE: undefined,
      GIT_ALLOW_PROTOCOL: 'https:http:git:ssh:file',
    },
    alone: true,
    group: true,
    signal,
  });
  if (failure === undefined) return stdout.trim();
  signal?.throwIfAborted();
  if (missing || exitCode === NOT_FOUND)
    throw missingProgram('git', { hint: 'Install it: apt-get install git' });
  const lines = repository
    .conceal(stderr)
    .split('\n')
    .filter((line) => line !== '');
  const why = lines.find((line) => line.startsWith('fatal:'))?.slice(7) ?? lines.at(-1);
  throw new BuilderError(
    'SOURCE_UNAVAILABLE',
    `${name} could not be had from ${repository.public}: ${why ?? 'git failed'}`,
    {
      hint: [
        'Check the network, and that the repository has this tag.',
        ...withheldHint(repository.public, withheld),
      ].join('\n'),
      excerpt: lines.slice(-10),
    },
  );
}

/** @throws BuilderError DIGEST_MALFORMED, USAGE */
function requirePlain({ name, tag, commit }: GitRequest): void {
  if (!/^[0-9a-f]{40}$/.test(commit)) {
    throw new BuilderError('DIGEST_MALFORMED', `${name}: '${commit}' is not a git commit`, {
      hint: 'A commit has 40 hex digits: git rev-parse TAG^{commit} prints it.',
    });
  }
  if (!isGitTag(tag)) {
    throw new BuilderError('USAGE', `${name}: '${tag}' is not the name of a git tag`);
  }
}
