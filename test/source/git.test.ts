import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import test, { type ExecutionContext } from 'ava';
import { Address, type Names } from '../../src/network/index.js';
import { inHost, type HostPath } from '../../src/path.js';
import { fetchGit, unpack } from '../../src/source/index.js';
import { endless, redirectTo, serve, status, trickle, watched } from './server.js';
import { bytes, digestsOf, failureOf, filesIn, temporaryFolder, workspace } from './workspace.js';

const ENVIRONMENT = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_AUTHOR_DATE: '2014-05-19T12:00:00Z',
  GIT_COMMITTER_DATE: '2014-05-19T12:00:00Z',
};

interface Upstream {
  repository: HostPath;
  /** The commit of the tag v3.1. */
  commit: string;
  git: (...args: string[]) => string;
}

/** A small repository with a tag, and a later commit that the tag doesn't have. */
async function upstream(t: ExecutionContext): Promise<Upstream> {
  const repository = await temporaryFolder(t);
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: repository, env: ENVIRONMENT, encoding: 'utf8' }).trim();
  git('init', '--quiet', '--initial-branch=main');
  await mkdir(inHost(repository, 'src'));
  await writeFile(inHost(repository, 'src', 'ffi.c'), 'int ffi;\n');
  await writeFile(inHost(repository, 'autogen.sh'), '#!/bin/sh\n');
  await chmod(inHost(repository, 'autogen.sh'), 0o755);
  git('add', '.');
  git('commit', '--quiet', '-m', 'Release 3.1');
  git('tag', '-a', 'v3.1', '-m', '3.1');
  const commit = git('rev-parse', 'HEAD');
  await writeFile(inHost(repository, 'later'), '');
  git('add', '.');
  git('commit', '--quiet', '-m', 'Later');
  return { repository, commit, git };
}

function request({ repository, commit }: Upstream) {
  const address = new Address(`file://${repository}`);
  return { name: 'libffi 3.1', repository: address, tag: 'v3.1', commit };
}

test('the tree of a tag becomes a tar in the cache, with its digests', async (t) => {
  const context = await workspace(t);
  const origin = await upstream(t);
  const source = await fetchGit(request(origin), context);
  t.deepEqual(source.digests, digestsOf(await readFile(source.path)));
  t.is(source.path, inHost(context.folder, `sha256-${source.digests.sha256}`, 'libffi_3.1.tar'));
  t.false(source.cached);
  const tree = inHost(context.folder, 'tree');
  await unpack(source.path, tree);
  t.deepEqual((await readdir(tree)).sort(), ['autogen.sh', 'src']);
});

test('the same commit gives the same bytes to everybody', async (t) => {
  const origin = await upstream(t);
  const home = await temporaryFolder(t);
  await writeFile(inHost(home, 'gitconfig'), '[tar]\numask = 077\n[core]\nautocrlf = true\n');
  const [one, two] = [
    await fetchGit(request(origin), await workspace(t)),
    await fetchGit(
      request(origin),
      await workspace(t, {
        environment: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: inHost(home, 'gitconfig') },
      }),
    ),
  ];
  t.is(one.digests.sha256, two.digests.sha256);
});

test('a commit that is in the cache needs no repository', async (t) => {
  const context = await workspace(t);
  const origin = await upstream(t);
  const first = await fetchGit(request(origin), context);
  await rm(origin.repository, { recursive: true });
  const second = await fetchGit(request(origin), context);
  t.deepEqual(second, { ...first, cached: true });
});

test('two builds that want the same commit: one fetches it, the other waits and is named', async (t) => {
  const origin = await upstream(t);
  const context = await workspace(t);
  const builds = ['libffi-3.1-debian12-x64-1a2b3c4d', 'libffi-3.1-debian12-arm64-5e6f7a8b'];
  await Promise.all(builds.map((build) => fetchGit(request(origin), { ...context, build })));
  const named = (type: string) =>
    context.events.flatMap((event) => (event.type === type && 'build' in event ? event.build : []));
  t.deepEqual(named('source.ready').sort(), builds.toSorted());
  t.is(named('build.waiting').length, 1);
  t.true(builds.includes(named('build.waiting')[0] ?? ''));
});

test('a cached tar that was damaged is made again', async (t) => {
  const context = await workspace(t);
  const origin = await upstream(t);
  const first = await fetchGit(request(origin), context);
  await writeFile(first.path, 'damage');
  const second = await fetchGit(request(origin), context);
  t.deepEqual(second, first);
});

test('a tag that points to another commit stops, names both, and leaves nothing', async (t) => {
  const context = await workspace(t);
  const origin = await upstream(t);
  const later = origin.git('rev-parse', 'HEAD');
  origin.git('tag', '-f', 'v3.1');
  const error = await failureOf(t, fetchGit(request(origin), context));
  t.is(error.code, 'DIGEST_MISMATCH');
  t.is(
    error.message,
    `libffi 3.1: the tag v3.1 is commit ${later}, but ${origin.commit} is expected, ` +
      `from file://${origin.repository}`,
  );
  t.deepEqual(await filesIn(context.folder), []);
});

test('a tag that is not there, and a repository that is not there, say so', async (t) => {
  const context = await workspace(t);
  const origin = await upstream(t);
  const noTag = await failureOf(t, fetchGit({ ...request(origin), tag: 'v9' }, context));
  t.is(noTag.code, 'SOURCE_UNAVAILABLE');
  t.true(noTag.message.endsWith(": couldn't find remote ref refs/tags/v9"));
  const repository = new Address(`file://${inHost(origin.repository, 'absent')}`);
  const noRepository = await failureOf(t, fetchGit({ ...request(origin), repository }, context));
  t.is(noRepository.code, 'SOURCE_UNAVAILABLE');
  t.true(noRepository.message.endsWith("/absent' does not appear to be a git repository"));
});

test('a repository URL that would run a program is refused', async (t) => {
  const context = await workspace(t);
  const repository = new Address('ext::sh -c touch% /tmp/never');
  const error = await failureOf(
    t,
    fetchGit({ name: 'x', repository, tag: 'v1', commit: 'a'.repeat(40) }, context),
  );
  t.regex(error.message, /transport 'ext' not allowed/);
});

test('a shortened commit and a strange tag are refused', async (t) => {
  const context = await workspace(t);
  const wanted = {
    name: 'x',
    repository: new Address('https://host.invalid/x'),
    tag: 'v1',
    commit: 'abc1234',
  };
  const short = await failureOf(t, fetchGit(wanted, context));
  t.is(short.code, 'DIGEST_MALFORMED');
  t.is(short.message, "x: 'abc1234' is not a git commit");
  const strange = await failureOf(
    t,
    fetchGit({ ...wanted, commit: 'a'.repeat(40), tag: '--upload-pack=x' }, context),
  );
  t.is(strange.message, "x: '--upload-pack=x' is not the name of a git tag");
});

const CREDENTIALS = `Basic ${Buffer.from('me:s3cr%t').toString('base64')}`;

test('a password of a repository reaches its server, and no argument, event, error or file', async (t) => {
  const origin = await upstream(t);
  const server = await serve(t, (incoming, response) => {
    if (incoming.headers.authorization === CREDENTIALS) {
      answerGit(origin.repository, incoming, response);
      return;
    }
    const denied = { 'www-authenticate': 'Basic realm="s3cr%t"' };
    response.writeHead(401, denied).end();
  });
  const context = await workspace(t);
  // Git itself says what it runs, and with which arguments.
  const trace = inHost(await temporaryFolder(t), 'trace');
  const environment = { ...context.environment, GIT_TRACE: trace, GIT_CONFIG_GLOBAL: '/dev/null' };
  const at = (user: string) => new Address(`http://${user}127.0.0.1:${server.port}/x.git`);
  const wanted = { ...request(origin), repository: at('me:s3cr%25t@') };

  const source = await fetchGit(wanted, { ...context, environment });
  t.is(String(source.url), `${server.origin}/x.git`);
  const ran = await readFile(trace, 'utf8');
  t.regex(ran, /git-remote-http/);
  t.false(ran.includes('s3cr'), ran);

  const fresh = await workspace(t);
  const refused = { ...wanted, repository: at('me:wr0ng@') };
  const error = await failureOf(t, fetchGit(refused, { ...fresh, environment }));
  t.is(error.code, 'SOURCE_UNAVAILABLE');
  const withheld = { ...wanted, repository: at(''), withheld: ['user name', 'password'] };
  const without = await failureOf(t, fetchGit(withheld, { ...fresh, environment }));
  t.regex(without.hint ?? '', /was fetched with a secret \(user name, password\)/);

  const told = [context.events, fresh.events, source, error, error.excerpt, without.excerpt];
  t.false(/s3cr.?t|wr0ng/.test(JSON.stringify(told)), JSON.stringify(told));
  for (const folder of [context.folder, fresh.folder]) {
    for (const file of await filesIn(folder)) {
      t.false(/s3cr.?t|wr0ng/.test(await readFile(inHost(folder, file), 'latin1')), file);
    }
  }
});

/** All of 127/8 is this machine: of its addresses this one plays one of the internet. */
const PUBLIC = '127.7.7.7';

/** Names of which one is that address, for nobody else. */
const NAMES: Names = {
  lookup: (host, options, callback) => {
    const address = host === 'mirror.example' ? PUBLIC : '127.0.0.1';
    if (options.all === true) callback(null, [{ address, family: 4 }]);
    else callback(null, address, 4);
  },
  isInternal: (address) => address !== PUBLIC,
};

test('a repository that has moved is followed, to the very address that its new host was looked up to', async (t) => {
  const origin = await upstream(t);
  const moved = await serve(
    t,
    (incoming, response) => {
      answerGit(origin.repository, incoming, response);
    },
    PUBLIC,
  );
  const server = await serve(t, redirectTo(`http://mirror.example:${moved.port}`), PUBLIC);
  const context = await workspace(t, { names: NAMES });
  const repository = new Address(`${server.origin}/x.git`);
  const source = await fetchGit({ ...request(origin), repository }, context);
  t.is(String(source.url), `${server.origin}/x.git`);
  t.true(moved.requests.some((asked) => asked.startsWith('POST /x.git/git-upload-pack')));
});

test('a repository outside that redirects inside is refused, and nobody there is asked', async (t) => {
  const inside = await serve(t, status(404));
  const server = await serve(t, redirectTo(`http://inside.example:${inside.port}`), PUBLIC);
  const context = await workspace(t, { names: NAMES });
  const origin = await upstream(t);
  const repository = new Address(`${server.origin}/x.git`);
  const wanted = { ...request(origin), repository };
  const error = await failureOf(t, fetchGit(wanted, context));
  t.is(error.code, 'SOURCE_UNAVAILABLE');
  t.regex(error.message, /inside\.example:\d+ \(127\.0\.0\.1\), which is inside/);
  t.is(error.hint, 'Where that is meant: --allow-private-redirects');
  t.deepEqual(inside.requests, []);
});

test('a repository without an end is left at the limit, and nothing of it stays', async (t) => {
  const origin = await upstream(t);
  const large = inHost(origin.repository, 'large');
  await writeFile(large, bytes(2_000_000));
  origin.git('add', '.');
  origin.git('commit', '--quiet', '-m', 'Large');
  origin.git('tag', 'v9');
  const commit = origin.git('rev-parse', 'HEAD');
  const context = await workspace(t, { download: { size: 1_000_000 } });
  const wanted = { ...request(origin), tag: 'v9', commit };
  const error = await failureOf(t, fetchGit(wanted, context));
  t.is(error.code, 'SOURCE_UNAVAILABLE');
  t.regex(error.message, /it sends more than 1 MB, which is what a source may have/);
  t.deepEqual(await filesIn(context.folder), []);
});

const ADVERTISEMENT = { 'content-type': 'application/x-git-upload-pack-advertisement' };

test('what a repository says first fills no memory', async (t) => {
  const server = await serve(t, endless(Buffer.alloc(1 << 20, 'x'), ADVERTISEMENT));
  const origin = await upstream(t);
  const context = await workspace(t, { download: { size: 1_000_000 } });
  const repository = new Address(`${server.origin}/x.git`);
  const error = await failureOf(t, fetchGit({ ...request(origin), repository }, context));
  t.is(error.code, 'SOURCE_UNAVAILABLE');
  t.regex(error.message, /memory/i);
});

/** A repository that says a byte now and then. */
async function trickling(t: ExecutionContext) {
  const { behaviour, ...fares } = watched(trickle(t, ADVERTISEMENT));
  const { origin } = await serve(t, behaviour);
  return { repository: new Address(`${origin}/x.git`), ...fares };
}

test('a repository that takes its time is left when that is up, with all that git started', async (t) => {
  const { repository, left } = await trickling(t);
  const context = await workspace(t, { download: { time: 1500 } });
  const wanted = { ...request(await upstream(t)), repository };
  const error = await failureOf(t, fetchGit(wanted, context));
  t.is(
    error.message,
    `libffi 3.1 could not be had from ${repository.public}: not done within 1.5s, ` +
      'all attempts together (--limit download-time)',
  );
  await left();
  t.deepEqual(await filesIn(context.folder), []);
});

test('an abort ends git at once, with all that it started', async (t) => {
  const { repository, asked, left } = await trickling(t);
  const controller = new AbortController();
  const reason = new Error('interrupted by the test');
  const context = await workspace(t, { signal: controller.signal });
  const wanted = { ...request(await upstream(t)), repository };
  const fetching = fetchGit(wanted, context);
  await Promise.race([asked, fetching]);
  controller.abort(reason);
  await t.throwsAsync(fetching, { is: reason });
  await left();
});

/** A git server, as git itself brings it (git-http-backend(1)), below `/x.git`. */
function answerGit(
  repository: HostPath,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  const url = new URL(incoming.url ?? '', 'http://127.0.0.1');
  const child = spawn('git', ['http-backend'], {
    env: {
      ...ENVIRONMENT,
      GIT_PROJECT_ROOT: repository,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname.replace('/x.git', '/.git'),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: incoming.method,
      CONTENT_TYPE: incoming.headers['content-type'],
      HTTP_CONTENT_ENCODING: incoming.headers['content-encoding'],
      GIT_PROTOCOL: String(incoming.headers['git-protocol'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  incoming.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => {
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf('\r\n\r\n');
    const head = answer.subarray(0, end).toString('latin1');
    for (const line of head.split('\r\n')) {
      const [name = '', value = ''] = line.split(': ', 2);
      if (name === 'Status') response.statusCode = Number(value.slice(0, 3));
      else response.setHeader(name, value);
    }
    response.end(answer.subarray(end + 4));
  });
}
