import http from 'node:http';
import net from 'node:net';
import { mkdir, readdir } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { inHost } from '../../../src/path.js';
import { serveMirrors, type MirrorProxy } from '../../../src/stack/mirror/mirror-proxy.js';
import type { Reach } from '../../../src/stack/mirror/reach.js';
import { listen, serve } from '../../source/server.js';
import { folder } from '../fixture.js';

/** A proxy to mirrors of this machine's ports. */
async function proxyTo(
  t: ExecutionContext,
  reach: { http?: number; https?: number; host?: string },
  environment: Record<string, string> = {},
): Promise<MirrorProxy> {
  const { host = '127.0.0.1' } = reach;
  const hosts = (port: number | undefined) =>
    new Set(port === undefined ? [] : [`${host}:${port}`]);
  const within: Reach = { http: hosts(reach.http), https: hosts(reach.https), paths: [] };
  const proxy = await serveMirrors(await folder(t), within, environment);
  t.teardown(() => proxy.close());
  return proxy;
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
}

/** Asks a proxy for an address. */
function ask(
  { socket }: MirrorProxy,
  path: string,
  { method = 'GET', headers = {} }: Asked = {},
): Promise<{ status: number | undefined; body: string; headers: http.IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath: socket, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (body += piece));
      response.on('end', () => {
        resolve({ status: response.statusCode, body, headers: response.headers });
      });
    });
    request.on('error', reject);
    request.end();
  });
}

/** Sends a text to a socket and gives all that comes back. */
function talk({ socket }: MirrorProxy, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = net.connect(socket);
    let said = '';
    client.setEncoding('utf8');
    client.on('data', (piece: string) => (said += piece));
    client.on('close', () => {
      resolve(said);
    });
    client.on('error', reject);
    client.write(text);
  });
}

test('a mirror answers as if it were asked directly', async (t) => {
  const seen: http.IncomingHttpHeaders[] = [];
  const mirror = await serve(t, (request, response) => {
    seen.push(request.headers);
    response.writeHead(206, {
      'content-length': '5',
      etag: '"x"',
      connection: 'x-own',
      'x-own': '1',
    });
    response.end('bytes');
  });
  const proxy = await proxyTo(t, { http: mirror.port });
  const { status, body, headers } = await ask(proxy, `${mirror.origin}/debian/a?b=c`, {
    headers: {
      ...{ host: 'elsewhere.test', range: 'bytes=2-', 'proxy-authorization': 'Basic x' },
      ...{ connection: 'x-mine', 'x-mine': '1' },
    },
  });
  t.deepEqual([status, body], [206, 'bytes']);
  t.like(headers, { etag: '"x"', 'content-length': '5', 'x-own': undefined });
  t.deepEqual(mirror.requests, ['GET /debian/a?b=c [bytes=2-]']);
  t.like(seen[0], {
    host: `127.0.0.1:${mirror.port}`,
    'proxy-authorization': undefined,
    'x-mine': undefined,
  });
  const head = await ask(proxy, `${mirror.origin}/debian/a`, { method: 'HEAD' });
  t.deepEqual([head.status, head.body, head.headers['content-length']], [206, '', '5']);
});

test('no other host, port, method or protocol is asked', async (t) => {
  const [mirror, other] = [
    await serve(t, (_, response) => response.end('a package')),
    await serve(t, (_, response) => response.end('not yours')),
  ];
  const proxy = await proxyTo(t, { http: mirror.port });
  const refused = async (path: string, asked?: Asked) => (await ask(proxy, path, asked)).status;
  t.is(await refused(`${other.origin}/x`), 403);
  t.is(await refused(`http://127.0.0.1:${mirror.port}@127.0.0.1:${other.port}/x`), 403);
  t.is(await refused(`http://localhost:${mirror.port}/x`), 403);
  t.is(await refused(`https://127.0.0.1:${mirror.port}/x`), 403);
  t.is(await refused('/x', { headers: { host: `127.0.0.1:${mirror.port}` } }), 403);
  t.is(await refused(`${mirror.origin}/x`, { method: 'PUT' }), 405);
  const tunnel = await talk(proxy, `CONNECT 127.0.0.1:${mirror.port} HTTP/1.1\r\nHost: x\r\n\r\n`);
  t.regex(tunnel, /^HTTP\/1\.1 403 /);
  t.deepEqual([...mirror.requests, ...other.requests], []);
  t.deepEqual(proxy.refused().slice(0, 2), [`127.0.0.1:${other.port}`, `localhost:${mirror.port}`]);
});

test('a mirror that is asked over HTTPS gets a tunnel, and nobody else', async (t) => {
  const echo = net.createServer((socket) => {
    socket.on('data', (piece) => socket.end(`echo ${piece.toString()}`));
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  t.teardown(() => echo.close());
  const address = echo.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const proxy = await proxyTo(t, { https: port });
  const said = await talk(proxy, `CONNECT 127.0.0.1:${port} HTTP/1.1\r\nHost: x\r\n\r\nhello`);
  t.is(said, 'HTTP/1.1 200 Connection established\r\n\r\necho hello');
  for (const authority of [`127.0.0.1:${port + 1}`, `localhost:${port}`, 'nonsense']) {
    const answer = await talk(proxy, `CONNECT ${authority} HTTP/1.1\r\nHost: x\r\n\r\n`);
    t.regex(answer, /^HTTP\/1\.1 403 /, authority);
  }
  t.is((await ask(proxy, `http://127.0.0.1:${port}/`)).status, 403);
});

test('mirrors are asked through the user’s own proxy, with its password', async (t) => {
  const asked: string[] = [];
  const users = http.createServer((request, response) => {
    asked.push(`${request.url ?? ''} ${request.headers['proxy-authorization'] ?? ''}`);
    response.end('through the proxy');
  });
  users.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
    asked.push(`${request.url ?? ''} ${request.headers['proxy-authorization'] ?? ''}`);
    socket.end('HTTP/1.1 200 OK\r\n\r\nthrough a tunnel');
  });
  const own = `http://ann:secret@127.0.0.1:${await listen(t, users)}`;
  const proxy = await proxyTo(
    t,
    { host: 'mirror.test', http: 80, https: 443 },
    { http_proxy: own, https_proxy: own },
  );
  t.is((await ask(proxy, 'http://mirror.test/x')).body, 'through the proxy');
  const said = await talk(proxy, 'CONNECT mirror.test:443 HTTP/1.1\r\nHost: x\r\n\r\n');
  t.is(said, 'HTTP/1.1 200 Connection established\r\n\r\nthrough a tunnel');
  const password = `Basic ${Buffer.from('ann:secret').toString('base64')}`;
  t.deepEqual(asked, [`http://mirror.test/x ${password}`, `mirror.test:443 ${password}`]);
});

test('a mirror that can’t be reached is a bad gateway', async (t) => {
  const proxy = await proxyTo(t, { http: 1, https: 1 });
  t.is((await ask(proxy, 'http://127.0.0.1:1/x')).status, 502);
  const said = await talk(proxy, 'CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: x\r\n\r\n');
  t.regex(said, /^HTTP\/1\.1 502 /);
});

test('the folder may be deeper than the address of a socket can be long', async (t) => {
  const deep = inHost(await folder(t), 'x'.repeat(100), 'y'.repeat(100));
  await mkdir(deep, { recursive: true });
  const reach: Reach = { http: new Set(), https: new Set(), paths: [] };
  const proxy = await serveMirrors(deep, reach, {});
  t.deepEqual(await readdir(deep), ['mirrors']);
  await proxy.close();
  t.deepEqual(await readdir(deep), []);
});
