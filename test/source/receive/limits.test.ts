import { mkdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import type { Event } from '../../../src/event.js';
import { Address } from '../../../src/network/index.js';
import { inHost } from '../../../src/path.js';
import { fetchSource, urlOrigin } from '../../../src/source/index.js';
import { endless, inTurn, serve, stalled, status, trickle, truncated, whole } from '../server.js';
import {
  bytes,
  digestsOf,
  failureOf,
  filesIn,
  temporaryFolder,
  workspace,
  type Workspace,
} from '../workspace.js';

const BODY = bytes(200_000);
const MEGABYTE = 1_000_000;
const BLOCK = Buffer.alloc(65_536, 'x');

function request(first: string, ...others: string[]) {
  const origin = (url: string) => urlOrigin(new Address(url));
  const origins = [origin(first), ...others.map(origin)] as const;
  return { name: 'thing 1.0', origins, expected: { sha256: digestsOf(BODY).sha256 } };
}

function failedEvents({ events }: Workspace): Event[] {
  return events.filter(({ type }) => type === 'source.failed');
}

test('a body without an end is left at the limit, once, and nothing of it stays', async (t) => {
  const server = await serve(t, endless(BLOCK));
  const context = await workspace(t, { download: { size: MEGABYTE, backoff: 1 } });
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.is(error.code, 'SOURCE_UNAVAILABLE');
  t.is(
    error.message,
    `thing 1.0 could not be had from ${server.origin}/x: it sends more than 1 MB, ` +
      'which is what a source may have (--limit download-size)',
  );
  t.is(error.hint, 'To raise the limit: --limit download-size=2000000; none switches it off.');
  t.is(server.requests.length, 1);
  t.deepEqual(await filesIn(context.folder), []);
  const [failed] = failedEvents(context);
  t.like(failed, { url: `${server.origin}/x`, limit: 'download-size' });
  const received = failed !== undefined && 'received' in failed ? (failed.received ?? 0) : 0;
  t.true(received > MEGABYTE && received <= MEGABYTE + 2 * BLOCK.length, String(received));
});

test('what an earlier attempt left counts', async (t) => {
  const half = bytes(MEGABYTE / 2);
  const server = await serve(t, (incoming, response) => {
    const start = /^bytes=(\d+)-$/.exec(incoming.headers.range ?? '')?.[1] ?? '';
    response.writeHead(206, { 'content-range': `bytes ${start}-9999999/*` });
    response.write(half);
    response.end(half);
  });
  const context = await workspace(t, { download: { size: MEGABYTE } });
  await mkdir(inHost(context.folder, 'partial'), { recursive: true });
  const landed = inHost(context.folder, 'partial', `sha256-${digestsOf(BODY).sha256}`);
  await writeFile(landed, bytes(900_000));
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.regex(error.message, /it sends more than 1 MB/);
  t.deepEqual(server.requests, ['GET /x [bytes=900000-]']);
  t.deepEqual(await filesIn(context.folder), []);
});

test('a source that says it is too large is refused before its body', async (t) => {
  const server = await serve(t, whole(BODY));
  const context = await workspace(t, { download: { size: 100_000 } });
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.true(
    error.message.endsWith('it has 200 kB, and may have 100 kB (--limit download-size)'),
    error.message,
  );
  t.deepEqual(await filesIn(context.folder), []);
  t.false(context.events.some(({ type }) => type === 'source.progress'));
});

test('a size that no disk has is one that is too large', async (t) => {
  const server = await serve(t, (_request, response) => {
    const range = `bytes 4-9/${'9'.repeat(400)}`;
    response.writeHead(206, { 'content-range': range }).end('x');
  });
  const context = await workspace(t);
  await mkdir(inHost(context.folder, 'partial'), { recursive: true });
  await writeFile(inHost(context.folder, 'partial', `sha256-${digestsOf(BODY).sha256}`), 'abcd');
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.regex(error.message, /it has 9\.01 PB, and may have 4\.29 GB/);
});

test('a rest that is longer than the range says is refused, and nothing of it stays', async (t) => {
  const server = await serve(
    t,
    inTurn(truncated(BODY, 150_000), (incoming, response) => {
      const start = /^bytes=(\d+)-$/.exec(incoming.headers.range ?? '')?.[1] ?? '';
      response.writeHead(206, { 'content-range': `bytes ${start}-199999/200000` });
      response.end(Buffer.concat([BODY, BODY]));
    }),
  );
  const context = await workspace(t);
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.true(error.message.endsWith('it sends more than the 200 kB that it says'), error.message);
  t.deepEqual(await filesIn(context.folder), []);
});

test('a file of the machine is held to the size too', async (t) => {
  const file = inHost(await temporaryFolder(t), 'x.tgz');
  await writeFile(file, BODY);
  const context = await workspace(t, { download: { size: 1000 } });
  const error = await failureOf(t, fetchSource(request(pathToFileURL(file).href), context));
  t.regex(error.message, /it has 200 kB, and may have 1 kB/);
});

test('a server that sends a byte now and then is asked twice, and told which limit that was', async (t) => {
  const server = await serve(t, trickle(t));
  const context = await workspace(t, { download: { window: 1000, speed: 100_000, backoff: 1 } });
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.regex(
    error.message,
    /: only [\d.]+ k?B in 1s, and it has to be 100 kB a second \(--limit download-speed\)$/,
  );
  t.is(error.hint, 'To lower the limit: --limit download-speed=50000; none switches it off.');
  t.is(server.requests.length, 2);
  t.like(failedEvents(context)[0], { limit: 'download-speed' });
});

test('a byte now and then is enough where no speed is wanted, until the time is up', async (t) => {
  const server = await serve(t, trickle(t));
  const download = { window: 500, speed: 0, time: 2000 };
  const context = await workspace(t, { download });
  const other = await serve(t, whole(BODY));
  const both = request(`${server.origin}/x`, `${other.origin}/x`);
  const error = await failureOf(t, fetchSource(both, context));
  t.is(
    error.message,
    `thing 1.0 could not be had from ${server.origin}/x: not done within 2s, ` +
      'all attempts together (--limit download-time)',
  );
  t.is(error.hint, 'To raise the limit: --limit download-time=4s; none switches it off.');
  t.deepEqual(other.requests, []);
  t.deepEqual(await filesIn(context.folder), [`partial/sha256-${digestsOf(BODY).sha256}`]);
  const [failed] = failedEvents(context);
  t.like(failed, { limit: 'download-time' });
  t.true(failed !== undefined && 'received' in failed && (failed.received ?? 0) > 0);
});

test('a server that stalls is asked twice', async (t) => {
  const server = await serve(t, stalled(BODY, 0));
  const context = await workspace(t, { download: { window: 300, backoff: 1 } });
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.true(error.message.endsWith(': not a byte for 300ms'), error.message);
  t.is(server.requests.length, 2);
});

for (const [what, behaviour] of Object.entries({
  'gives no answer': () => undefined,
  'gives its answer byte by byte': (socket: net.Socket) => {
    socket.write('HTTP/1.1 200 OK\r\nx-endless: ');
    const timer = setInterval(() => socket.write('x'), 10);
    socket.once('close', () => {
      clearInterval(timer);
    });
  },
})) {
  test(`a server that ${what} is left`, async (t) => {
    const sockets = new Set<net.Socket>();
    const server = net.createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => {
        behaviour(socket);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.teardown(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    const bound = server.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    const context = await workspace(t, { download: { window: 300, backoff: 1 } });
    const error = await failureOf(t, fetchSource(request(`http://127.0.0.1:${port}/x`), context));
    t.true(error.message.endsWith(': not a byte for 300ms'), error.message);
    t.is(sockets.size, 2);
  });
}

test('Retry-After is told, with how long anybody waits, and an abort ends the wait', async (t) => {
  const controller = new AbortController();
  const reason = new Error('interrupted by the test');
  const server = await serve(t, status(503, { 'retry-after': '100000' }));
  const events: Event[] = [];
  const context = await workspace(t, {
    signal: controller.signal,
    emit: (event) => {
      events.push(event);
      setImmediate(() => {
        controller.abort(reason);
      });
    },
  });
  await t.throwsAsync(fetchSource(request(`${server.origin}/x`), context), { is: reason });
  t.like(events[0], {
    type: 'source.retrying',
    url: `${server.origin}/x`,
    reason: 'HTTP 503 Service Unavailable',
    milliseconds: 15_000,
    asked: 100_000_000,
    longest: 15_000,
  });
  t.is(server.requests.length, 1);
});

test('a server that asks for patience over and over has one time for all of it', async (t) => {
  const server = await serve(t, status(503, { 'retry-after': '100000' }));
  const context = await workspace(t, { download: { time: 500 } });
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.regex(error.message, /not done within 500ms, all attempts together/);
});

test('a server that breaks off each time, with a rest that never fits, is given up', async (t) => {
  const wrong = bytes(200_000, 'wrong');
  const server = await serve(t, (incoming, response, count) => {
    const start = /^bytes=(\d+)-$/.exec(incoming.headers.range ?? '')?.[1];
    if (start === undefined) {
      truncated(wrong, 150_000)(incoming, response, count);
      return;
    }
    const range = `bytes ${start}-199999/200000`;
    const rest = wrong.subarray(Number(start));
    response.writeHead(206, { 'content-range': range, 'content-length': rest.length }).end(rest);
  });
  const context = await workspace(t);
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), context));
  t.is(error.code, 'DIGEST_MISMATCH');
  t.is(server.requests.length, 4);
});
