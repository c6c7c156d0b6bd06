import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { Address, publicUri } from '../../src/network/address.js';
import { inHost } from '../../src/path.js';
import { fetchSource, type Origin, urlOrigin } from '../../src/source/index.js';
import {
  closedPort,
  inTurn,
  partOfRest,
  ranged,
  redirect,
  serve,
  stalled,
  status,
  truncated,
  whole,
} from './server.js';
import { bytes, digestsOf, failureOf, filesIn, temporaryFolder, workspace } from './workspace.js';

const BODY = bytes(200_000);
const DIGESTS = digestsOf(BODY);
/** How much a broken connection left is up to the machine's network buffers. */
const RESUMED = /^GET \/x \[bytes=[1-9]\d*-\]$/;
const WRONG = bytes(200_000, 'wrong');

function urls(first: string, ...others: string[]): [Origin, ...Origin[]] {
  const origin = (url: string) => urlOrigin(new Address(url));
  return [origin(first), ...others.map(origin)];
}

function request(...origins: [string, ...string[]]) {
  return { name: 'thing 1.0', origins: urls(...origins), expected: { sha256: DIGESTS.sha256 } };
}

test('a source is received, measured and put into the cache under its digest and its name', async (t) => {
  const server = await serve(t, whole(BODY));
  const context = await workspace(t);
  const source = await fetchSource(request(`${server.origin}/a/thing-1.0.tar.gz`), context);
  t.deepEqual(source, {
    path: inHost(context.folder, `sha256-${DIGESTS.sha256}`, 'thing-1.0.tar.gz'),
    size: 200_000,
    digests: DIGESTS,
    url: `${server.origin}/a/thing-1.0.tar.gz`,
    cached: false,
  });
  t.deepEqual(await readFile(source.path), BODY);
  t.deepEqual(await filesIn(context.folder), [`sha256-${DIGESTS.sha256}/thing-1.0.tar.gz`]);
});

test('progress ends with all bytes, and the end is told with the path', async (t) => {
  const server = await serve(t, whole(BODY));
  const context = await workspace(t);
  const { path, url } = await fetchSource(request(`${server.origin}/thing.tgz`), context);
  const [ready, progress] = context.events.toReversed();
  t.like(progress, { type: 'source.progress', url, received: 200_000, total: 200_000 });
  t.deepEqual(ready, { type: 'source.ready', url, path, size: 200_000, cached: false });
});

for (const algorithm of ['md5', 'sha256', 'sha512'] as const) {
  test(`a source is found in the cache when only its ${algorithm} is known`, async (t) => {
    const server = await serve(t, whole(BODY));
    const context = await workspace(t);
    await fetchSource(request(`${server.origin}/thing.tgz`), context);
    const again = await fetchSource(
      {
        name: 'thing',
        origins: urls('http://elsewhere.invalid/x.tgz'),
        expected: { [algorithm]: DIGESTS[algorithm] },
      },
      context,
    );
    t.true(again.cached);
    t.is(String(again.url), 'http://elsewhere.invalid/x.tgz');
    t.is(server.requests.length, 1);
  });
}

test('a cached file that was damaged is removed and fetched again', async (t) => {
  const server = await serve(t, whole(BODY));
  const context = await workspace(t);
  const { path } = await fetchSource(request(`${server.origin}/thing.tgz`), context);
  await writeFile(path, WRONG);
  const again = await fetchSource(request(`${server.origin}/thing.tgz`), context);
  t.false(again.cached);
  t.deepEqual(await readFile(again.path), BODY);
  t.true(context.events.some((e) => e.type === 'warning' && e.message.includes('is damaged')));
});

test('a damaged cached file is gone even when it cannot be fetched again', async (t) => {
  const server = await serve(t, inTurn(whole(BODY), status(404)));
  const context = await workspace(t);
  const { path } = await fetchSource(request(`${server.origin}/thing.tgz`), context);
  await writeFile(path, WRONG);
  await failureOf(t, fetchSource(request(`${server.origin}/thing.tgz`), context));
  t.deepEqual(await filesIn(context.folder), []);
});

test('origins whose bytes differ come after all that have the same, with digests of their own', async (t) => {
  const server = await serve(t, (request, ...rest) => {
    (request.url === '/other' ? whole(WRONG) : status(404))(request, ...rest);
  });
  const context = await workspace(t);
  const place = (path: string) => urlOrigin(new Address(`${server.origin}${path}`));
  const [gone, other, also] = [place('/gone'), place('/other'), place('/also')];
  const digests = { sha256: digestsOf(WRONG).sha256 };
  const wanted = { ...request('http://x/'), origins: [gone, { ...other, digests }, also] } as const;
  const source = await fetchSource(wanted, context);
  t.is(String(source.url), `${server.origin}/other`);
  t.is(source.digests.sha256, digests.sha256);
  t.deepEqual(
    server.requests.map((line) => line.split(' ')[1]),
    ['/gone', '/also', '/other'],
  );
  const again = await fetchSource(wanted, context);
  t.true(again.cached);
  t.is(String(again.url), `${server.origin}/other`);

  const bad = { ...other, digests: { sha256: '0'.repeat(64) } };
  const error = await failureOf(t, fetchSource({ ...wanted, origins: [gone, bad] }, context));
  t.is(error.code, 'DIGEST_MISMATCH');
  for (const part of ['/gone', '/other', '0'.repeat(64)]) {
    t.true([error.message, ...error.excerpt].join('\n').includes(part), error.message);
  }
});

test("what was fetched for one architecture is none for another's, whatever the digest is", async (t) => {
  const server = await serve(t, (request, ...rest) => {
    whole(request.url === '/x64' ? BODY : WRONG)(request, ...rest);
  });
  const context = await workspace(t);
  const of = (arch: 'x64' | 's390x', path: string = arch) => ({
    ...request(`${server.origin}/${path}`),
    arch,
  });
  t.false((await fetchSource(of('x64'), context)).cached);
  t.true((await fetchSource(of('x64'), context)).cached);
  const error = await failureOf(t, fetchSource(of('s390x'), context));
  t.is(error.code, 'DIGEST_MISMATCH');
  t.true((await fetchSource(of('x64'), context)).cached);
  // Where its file has the same bytes after all, that is found out once.
  t.false((await fetchSource(of('s390x', 'x64'), context)).cached);
  t.true((await fetchSource(of('s390x', 'x64'), context)).cached);
});

test('all given digests are checked: a right md5 does not excuse a wrong sha256', async (t) => {
  const server = await serve(t, whole(BODY));
  const context = await workspace(t);
  const sha256 = digestsOf(WRONG).sha256;
  const error = await failureOf(
    t,
    fetchSource(
      { ...request(`${server.origin}/thing.tgz`), expected: { md5: DIGESTS.md5, sha256 } },
      context,
    ),
  );
  t.is(error.code, 'DIGEST_MISMATCH');
  t.is(
    error.message,
    `thing 1.0: the sha256 is ${DIGESTS.sha256}, but ${sha256} is expected, from ${server.origin}/thing.tgz`,
  );
});

test('a cached file with the right md5 is not used for a request with another sha256', async (t) => {
  const server = await serve(t, whole(BODY));
  const context = await workspace(t);
  await fetchSource(request(`${server.origin}/thing.tgz`), context);
  const error = await failureOf(
    t,
    fetchSource(
      {
        ...request(`${server.origin}/thing.tgz`),
        expected: { md5: DIGESTS.md5, sha256: digestsOf(WRONG).sha256 },
      },
      context,
    ),
  );
  t.is(error.code, 'DIGEST_MISMATCH');
});

test('a request without a digest is refused', async (t) => {
  const context = await workspace(t);
  const error = await failureOf(
    t,
    fetchSource({ ...request('http://x.invalid/'), expected: {} }, context),
  );
  t.is(error.code, 'NO_CHECKSUM');
  t.is(error.message, 'thing 1.0 has no checksum, and nothing unverified is built');
});

test('wrong bytes: the error names both digests and the URL, and nothing stays', async (t) => {
  const server = await serve(t, whole(WRONG));
  const context = await workspace(t);
  const error = await failureOf(t, fetchSource(request(`${server.origin}/thing.tgz`), context));
  t.is(error.code, 'DIGEST_MISMATCH');
  t.is(error.exitCode, 3);
  t.is(
    error.message,
    `thing 1.0: the sha256 is ${digestsOf(WRONG).sha256}, but ${DIGESTS.sha256} is expected, ` +
      `from ${server.origin}/thing.tgz`,
  );
  t.regex(error.hint ?? '', /Compare the sha256 with the one that upstream publishes/);
  t.deepEqual(await filesIn(context.folder), []);
  t.is(server.requests.length, 1);
});

test('an HTML page instead of an archive is named as such in the hint', async (t) => {
  const page = Buffer.from('<!doctype html><title>Log in</title>');
  const server = await serve(t, whole(page, { 'content-type': 'text/html; charset=utf-8' }));
  const context = await workspace(t);
  const error = await failureOf(t, fetchSource(request(`${server.origin}/thing.tgz`), context));
  t.is(error.code, 'DIGEST_MISMATCH');
  t.regex(error.hint ?? '', /HTML page/);
});

test('mirrors are tried in order, and the digest decides which one is right', async (t) => {
  const wrong = await serve(t, whole(WRONG));
  const gone = await serve(t, status(404));
  const right = await serve(t, whole(BODY));
  const context = await workspace(t);
  const source = await fetchSource(
    request(`${wrong.origin}/thing.tgz`, `${gone.origin}/thing.tgz`, `${right.origin}/thing.tgz`),
    context,
  );
  t.is(String(source.url), `${right.origin}/thing.tgz`);
  t.deepEqual(
    context.events.filter((event) => event.type === 'source.failed'),
    [
      {
        type: 'source.failed',
        url: `${wrong.origin}/thing.tgz`,
        reason: `the sha256 is ${digestsOf(WRONG).sha256}, but ${DIGESTS.sha256} is expected`,
      },
      { type: 'source.failed', url: `${gone.origin}/thing.tgz`, reason: 'HTTP 404 Not Found' },
    ],
  );
});

test('when all origins fail, the error says for each of them what happened', async (t) => {
  const gone = await serve(t, status(410));
  const port = await closedPort();
  const context = await workspace(t);
  const error = await failureOf(
    t,
    fetchSource(
      request(`${gone.origin}/a`, `http://127.0.0.1:${port}/b`, 'http://nowhere.invalid/c'),
      context,
    ),
  );
  t.is(error.code, 'SOURCE_UNAVAILABLE');
  t.is(error.message, 'thing 1.0 could not be had from any of its 3 origins');
  t.deepEqual(error.excerpt, [
    `${gone.origin}/a: HTTP 410 Gone`,
    `http://127.0.0.1:${port}/b: it refuses connections`,
    'http://nowhere.invalid/c: the host nowhere.invalid does not resolve',
  ]);
});

test('one wrong origin among failed ones makes it a mismatch', async (t) => {
  const gone = await serve(t, status(404));
  const wrong = await serve(t, whole(WRONG));
  const context = await workspace(t);
  const error = await failureOf(
    t,
    fetchSource(request(`${gone.origin}/a`, `${wrong.origin}/b`), context),
  );
  t.is(error.code, 'DIGEST_MISMATCH');
  t.true(error.message.endsWith(`from ${wrong.origin}/b`));
  t.is(error.excerpt[0], `${gone.origin}/a: HTTP 404 Not Found`);
});

test.serial(
  'an origin that refuses, and one that does not resolve, cost under a second',
  async (t) => {
    const server = await serve(t, whole(BODY));
    const context = await workspace(t, { download: {} });
    const started = performance.now();
    await fetchSource(
      request(
        `http://127.0.0.1:${await closedPort()}/x`,
        'https://nowhere.invalid/x',
        `${server.origin}/x`,
      ),
      context,
    );
    t.true(performance.now() - started < 2000);
  },
);

for (const code of [404, 403, 410, 401]) {
  test(`HTTP ${code} is not asked twice`, async (t) => {
    const server = await serve(t, status(code));
    const context = await workspace(t);
    await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
    t.is(server.requests.length, 1);
  });
}

for (const code of [500, 502, 503, 429, 408]) {
  test(`HTTP ${code} is asked again`, async (t) => {
    const server = await serve(t, inTurn(status(code), status(code), whole(BODY)));
    const context = await workspace(t);
    await fetchSource(request(`${server.origin}/x`), context);
    t.is(server.requests.length, 3);
  });
}

test('after four attempts an origin is given up', async (t) => {
  const server = await serve(t, status(503));
  const context = await workspace(t);
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.is(server.requests.length, 4);
  t.is(
    error.message,
    `thing 1.0 could not be had from ${server.origin}/x: HTTP 503 Service Unavailable`,
  );
});

test('a broken connection is resumed from where it broke', async (t) => {
  const server = await serve(t, inTurn(truncated(BODY, 150_000), ranged(BODY)));
  const context = await workspace(t);
  const source = await fetchSource(request(`${server.origin}/x`), context);
  t.deepEqual(await readFile(source.path), BODY);
  t.regex(server.requests[1] ?? '', RESUMED);
  t.is(server.requests.length, 2);
  const last = context.events.findLast((event) => event.type === 'source.progress');
  t.like(last, { received: 200_000, total: 200_000 });
});

test('what one process received is resumed by the next', async (t) => {
  const broken = await serve(t, inTurn(truncated(BODY, 150_000), status(404)));
  const context = await workspace(t);
  await failureOf(t, fetchSource(request(`${broken.origin}/x`), context));
  const mended = await serve(t, ranged(BODY));
  await fetchSource(request(`${mended.origin}/x`), context);
  t.is(mended.requests.length, 1);
  t.regex(mended.requests[0] ?? '', RESUMED);
});

test('a file that changed on the server is fetched whole, thanks to its ETag', async (t) => {
  const server = await serve(t, inTurn(truncated(WRONG, 150_000, '"old"'), ranged(BODY, '"new"')));
  const context = await workspace(t);
  const source = await fetchSource(request(`${server.origin}/x`), context);
  t.deepEqual(await readFile(source.path), BODY);
  t.is(server.requests.length, 2);
});

test('a server that knows no ranges is asked for the whole file', async (t) => {
  const server = await serve(t, inTurn(truncated(BODY, 150_000), whole(BODY)));
  const context = await workspace(t);
  const source = await fetchSource(request(`${server.origin}/x`), context);
  t.deepEqual(await readFile(source.path), BODY);
  t.is(server.requests.length, 2);
});

test('a resumed file that does not match is discarded and fetched once more from zero', async (t) => {
  const server = await serve(t, inTurn(truncated(WRONG, 150_000), ranged(BODY)));
  const context = await workspace(t);
  const source = await fetchSource(request(`${server.origin}/x`), context);
  t.deepEqual(await readFile(source.path), BODY);
  t.is(server.requests.length, 3);
  t.regex(server.requests[1] ?? '', RESUMED);
  t.is(server.requests[2], 'GET /x');
});

test('a partial file that is already complete needs no further byte', async (t) => {
  const server = await serve(t, ranged(BODY));
  const context = await workspace(t);
  await mkdir(inHost(context.folder, 'partial'), { recursive: true });
  await writeFile(inHost(context.folder, 'partial', `sha256-${DIGESTS.sha256}`), BODY);
  const source = await fetchSource(request(`${server.origin}/x`), context);
  t.deepEqual(await readFile(source.path), BODY);
  t.deepEqual(server.requests, ['GET /x [bytes=200000-]']);
});

test('a partial file that is longer than the source is discarded', async (t) => {
  const server = await serve(t, ranged(BODY.subarray(0)));
  const context = await workspace(t);
  await mkdir(inHost(context.folder, 'partial'), { recursive: true });
  await writeFile(
    inHost(context.folder, 'partial', `sha256-${DIGESTS.sha256}`),
    Buffer.concat([BODY, BODY]),
  );
  const source = await fetchSource(request(`${server.origin}/x`), context);
  t.deepEqual(await readFile(source.path), BODY);
});

test('an answer to another range than the one asked for is not put behind the file', async (t) => {
  const server = await serve(
    t,
    inTurn(
      truncated(BODY, 150_000),
      (_request, response) => {
        const range = 'bytes 10-19/200000';
        response.writeHead(206, { 'content-length': 10, 'content-range': range }).end('0123456789');
      },
      whole(BODY),
    ),
  );
  const context = await workspace(t);
  const source = await fetchSource(request(`${server.origin}/x`), context);
  t.deepEqual(await readFile(source.path), BODY);
  t.is(server.requests.length, 3);
  t.regex(server.requests[1] ?? '', RESUMED);
  t.is(server.requests[2], 'GET /x');
});

test('a server that stalls is left, and what it sent is kept for the next attempt', async (t) => {
  const server = await serve(t, inTurn(stalled(BODY, 100_000), ranged(BODY)));
  const context = await workspace(t, { download: { window: 5000, backoff: 1 } });
  await fetchSource(request(`${server.origin}/x`), context);
  t.regex(server.requests[1] ?? '', RESUMED);
});

test('a server that always stalls is given up, with the limit in the reason', async (t) => {
  const server = await serve(t, stalled(BODY, 10));
  const context = await workspace(t, { download: { window: 50, backoff: 1 } });
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.true(error.message.endsWith(': not a byte for 50ms'));
});

test('a body that is longer than the server says is refused', async (t) => {
  const server = await serve(t, (_request, response) => {
    response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${BODY.toString('hex')}`);
  });
  const context = await workspace(t);
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.is(error.code, 'SOURCE_UNAVAILABLE');
  t.true(
    error.message.endsWith(': it sends more bytes than it says, or something that is not HTTP'),
  );
  t.deepEqual(await filesIn(context.folder), []);
});

test('a body that is shorter than the server says is a broken connection', async (t) => {
  const server = await serve(t, truncated(BODY, 1000));
  const context = await workspace(t);
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.is(error.code, 'SOURCE_UNAVAILABLE');
  t.regex(error.message, /the connection broke off after [\d.]+ k?B of 200 kB$/);
});

test('an answer that brings a part of the rest is a broken connection, and what it brought is kept', async (t) => {
  const server = await serve(
    t,
    inTurn(truncated(BODY, 100_000), partOfRest(BODY, 1000), ranged(BODY)),
  );
  const context = await workspace(t);
  const source = await fetchSource(request(`${server.origin}/x`), context);
  t.deepEqual(await readFile(source.path), BODY);
  t.is(server.requests.length, 3);
  const [first = 0, second = 0] = server.requests
    .slice(1)
    .map((line) => Number(/bytes=(\d+)-/.exec(line)?.[1]));
  t.is(second, first + 1000);

  const other = await serve(t, inTurn(truncated(BODY, 100_000), partOfRest(BODY, 1000)));
  const error = await failureOf(t, fetchSource(request(`${other.origin}/x`), await workspace(t)));
  t.is(error.code, 'SOURCE_UNAVAILABLE');
  t.regex(error.message, /the connection broke off after [\d.]+ k?B of 200 kB$/);
});

test('redirects are followed, and the file keeps the name that was asked for', async (t) => {
  const target = await serve(t, whole(BODY));
  const server = await serve(t, redirect(`${target.origin}/blob/4711`));
  const context = await workspace(t);
  const source = await fetchSource(request(`${server.origin}/thing-1.0.tgz`), context);
  t.is(String(source.url), `${server.origin}/thing-1.0.tgz`);
  t.true(source.path.endsWith('/thing-1.0.tgz'));
});

test('a circle of redirects ends', async (t) => {
  const server = await serve(t, redirect('/x'));
  const context = await workspace(t);
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.true(error.message.endsWith(': more than 10 redirects'));
  t.is(server.requests.length, 11);
});

test('a redirect to a file of the machine is refused', async (t) => {
  const folder = await temporaryFolder(t);
  const file = inHost(folder, 'thing.tgz');
  await writeFile(file, BODY);
  const server = await serve(t, redirect(pathToFileURL(file).href));
  const context = await workspace(t);
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.is(error.code, 'SOURCE_UNAVAILABLE');
  t.true(error.message.endsWith('it redirects to file:, which is neither http: nor https:'));
});

test('credentials of a URL reach the server, and no event, error or result', async (t) => {
  let authorization: string | undefined;
  const server = await serve(t, (incoming, response, count) => {
    authorization = incoming.headers.authorization;
    (count === 0 ? status(403) : whole(BODY))(incoming, response, count);
  });
  const url = `http://user:s3cret@127.0.0.1:${server.port}/x`;
  const context = await workspace(t);
  const error = await failureOf(t, fetchSource(request(url), context));
  const source = await fetchSource(request(url), context);
  t.is(authorization, `Basic ${Buffer.from('user:s3cret').toString('base64')}`);
  t.is(String(source.url), `${server.origin}/x`);
  const told = JSON.stringify([context.events, source, error.message, error.hint, error.excerpt]);
  t.false(told.includes('s3cret'));
  t.false(String(error.cause).includes('s3cret'));
});

test('credentials do not follow a redirect to another host', async (t) => {
  const authorizations: (string | undefined)[] = [];
  const target = await serve(t, (incoming, response, count) => {
    authorizations.push(incoming.headers.authorization);
    whole(BODY)(incoming, response, count);
  });
  const server = await serve(t, redirect(`${target.origin}/x`));
  const context = await workspace(t);
  await fetchSource(request(`http://user:s3cret@127.0.0.1:${server.port}/x`), context);
  t.deepEqual(authorizations, [undefined]);
});

test('a file of the machine is copied and verified like any other origin', async (t) => {
  const file = inHost(await temporaryFolder(t), 'thing 1.0.tgz');
  await writeFile(file, BODY);
  const context = await workspace(t);
  const source = await fetchSource(request(pathToFileURL(file).href), context);
  t.is(source.path, inHost(context.folder, `sha256-${DIGESTS.sha256}`, 'thing_1.0.tgz'));
  t.deepEqual(await readFile(file), BODY);
});

test('a file that is not there, a folder, and a strange protocol each say so', async (t) => {
  const folder = await temporaryFolder(t);
  const context = await workspace(t);
  const error = await failureOf(
    t,
    fetchSource(
      request(
        pathToFileURL(inHost(folder, 'absent')).href,
        pathToFileURL(folder).href,
        'ftp://host.invalid/x',
        'thing.tgz',
      ),
      context,
    ),
  );
  t.deepEqual(
    error.excerpt.map((line) => line.replace(/^\S+: /, '')),
    [
      'there is no such file',
      'it is not a file',
      'URLs of the kind ftp: are not supported: it has to begin with https://, http:// or file://',
      'it is not a URL: it has to begin with https://, http:// or file://',
    ],
  );
});

test('two fetches of one source at once: one receives, the other uses the cache', async (t) => {
  const context = await workspace(t);
  const server = await serve(t, (asked, response, count) => {
    void context.waiting.then(() => {
      whole(BODY)(asked, response, count);
    });
  });
  const sources = await Promise.all([
    fetchSource(request(`${server.origin}/x`), context),
    fetchSource(request(`${server.origin}/x`), context),
  ]);
  t.deepEqual(sources.map(({ cached }) => cached).sort(), [false, true]);
  t.is(server.requests.length, 1);
  const waiting = context.events.filter(({ type }) => type.endsWith('waiting'));
  const [{ reason } = { reason: '' }] = waiting.flatMap((event) =>
    'reason' in event ? event : [],
  );
  t.deepEqual(waiting, [{ type: 'source.waiting', url: publicUri(`${server.origin}/x`), reason }]);
  t.regex(reason, /^process \d+ holds /);
});

test('every event of a source that is fetched for a build names the build', async (t) => {
  const build = 'thing-1.0-debian12-x64-1a2b3c4d';
  const context = await workspace(t, { build });
  let second: Promise<unknown> | undefined;
  const server = await serve(t, (asked, response, count) => {
    // The first one has failed elsewhere, and has the lock.
    second ??= fetchSource(request(`${server.origin}/x`), context);
    void context.waiting.then(() => {
      whole(BODY)(asked, response, count);
    });
  });
  await fetchSource(request('file:///nowhere', `${server.origin}/x`), context);
  await second;
  t.deepEqual([...new Set(context.events.map(({ type }) => type))].sort(), [
    'build.waiting',
    'source.failed',
    'source.progress',
    'source.ready',
  ]);
  t.deepEqual(
    context.events.filter((event) => !('build' in event) || event.build !== build),
    [],
  );
});

test('a warning of a source names the source and its build', async (t) => {
  const server = await serve(t, whole(BODY));
  const build = 'thing-1.0-debian12-x64-1a2b3c4d';
  const context = await workspace(t, { build });
  const { path } = await fetchSource(request(`${server.origin}/x`), context);
  await writeFile(path, 'damaged');
  await fetchSource(request(`${server.origin}/x`), context);
  const url = publicUri(`${server.origin}/x`);
  t.like(
    context.events.find(({ type }) => type === 'warning'),
    { build, url },
  );
});

test('an abort ends the fetch with its reason, and what was received is resumed later', async (t) => {
  const controller = new AbortController();
  const reason = new Error('interrupted by the test');
  const server = await serve(t, inTurn(stalled(BODY, 100_000), ranged(BODY)));
  const context = await workspace(t, {
    signal: controller.signal,
    download: { window: 60_000 },
    emit: (event) => {
      if (event.type === 'source.progress') controller.abort(reason);
    },
  });
  await t.throwsAsync(fetchSource(request(`${server.origin}/x`), context), { is: reason });
  const { folder } = context;
  t.deepEqual(await filesIn(folder), [`partial/sha256-${DIGESTS.sha256}`]);
  await fetchSource(request(`${server.origin}/x`), await workspace(t, { folder }));
  t.regex(server.requests[1] ?? '', RESUMED);
});

test('an abort during the pause between two attempts ends the fetch at once', async (t) => {
  const controller = new AbortController();
  const reason = new Error('interrupted by the test');
  const server = await serve(t, (incoming, response, count) => {
    status(503)(incoming, response, count);
    setImmediate(() => {
      controller.abort(reason);
    });
  });
  const context = await workspace(t, { signal: controller.signal, download: { backoff: 60_000 } });
  await t.throwsAsync(fetchSource(request(`${server.origin}/x`), context), { is: reason });
});

test('a cache folder that cannot be written is named', async (t) => {
  const file = inHost(await temporaryFolder(t), 'a-file');
  await writeFile(file, '');
  const server = await serve(t, whole(BODY));
  const context = await workspace(t, { folder: inHost(file, 'cache') });
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.is(error.code, 'NOT_WRITABLE');
  t.true(error.message.includes(file));
});

test('a full disk is DISK_FULL and names the cache folder', async (t) => {
  // Every write to /dev/full fails with ENOSPC, as those to a full disk do.
  const server = await serve(t, whole(BODY));
  const context = await workspace(t);
  await mkdir(inHost(context.folder, 'partial'), { recursive: true });
  await symlink('/dev/full', inHost(context.folder, 'partial', `sha256-${DIGESTS.sha256}`));
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.is(error.code, 'DISK_FULL');
  t.is(error.message, `cannot write ${context.folder}: no space left on its disk`);
});

test('a file name that a URL makes up cannot leave its folder', async (t) => {
  const server = await serve(t, whole(BODY));
  const context = await workspace(t);
  const source = await fetchSource(request(`${server.origin}/a/..%2f..%2f.profile`), context);
  t.is(source.path, inHost(context.folder, `sha256-${DIGESTS.sha256}`, '_2f.._2f.profile'));
});
