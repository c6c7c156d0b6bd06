import { mkdir, rm } from 'node:fs/promises';
import type { Address } from '../network/index.js';
import { BuilderError } from '../error.js';
import { isGitTag } from '../name.js';
import { hostPath, type HostPath } from '../path.js';
import { explainSystemError, measureFile, withLock } from '../files/index.js';
import { lockOf, lookUp, publish, removeCorrupt, type CacheKey } from './cache.js';
import type { FetchContext, FetchedSource, GitRequest } from './request.js';
import {
  fileNameFrom,
  discard,
  forBuild,
  landingOf,
  tellWaiting,
  withheldHint,
} from './receive/index.js';
import { missingProgram, tryProgram } from '../program/index.js';

/** How long one git command may take, in milliseconds. */
const LIMIT = 30 * 60_000;

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
        await archive(request, landing.path, context);
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

async function archive(request: GitRequest, into: HostPath, context: FetchContext): Promise<void> {
  const { name, repository, tag, commit } = request;
  const { remote, settings } = accessTo(repository);
  const clone = hostPath(`${into}.git`);
  const git = (...args: string[]) => runGit(request, context, args);
  try {
    await rm(clone, { recursive: true, force: true });
    await mkdir(clone, { recursive: true });
    await git('init', '--quiet', '--bare', clone);
    const inClone = ['--git-dir', clone];
    const ref = `refs/tags/${tag}`;
    const fetch = ['fetch', '--quiet', '--depth=1', '--', remote, `${ref}:${ref}`];
    await git(...inClone, ...settings, ...fetch);
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
  } finally {
    await rm(clone, { recursive: true, force: true });
  }
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

async function runGit(
  { name, repository, withheld = [] }: GitRequest,
  { signal, environment = process.env }: FetchContext,
  args: readonly string[],
): Promise<string> {
  const { failure, missing, timedOut, stdout, stderr } = await tryProgram(['git', ...args], {
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
    timeout: LIMIT,
    signal,
  });
  if (failure === undefined) return stdout.trim();
  signal?.throwIfAborted();
  if (missing) throw missingProgram('git', { hint: 'Install it: apt-get install git' });
  const lines = repository
    .conceal(stderr)
    .split('\n')
    .filter((line) => line !== '');
  const why = timedOut
    ? `not done within ${LIMIT / 60_000} minutes`
    : (lines.find((line) => line.startsWith('fatal:'))?.slice(7) ?? lines.at(-1));
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
