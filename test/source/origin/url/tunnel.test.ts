import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { Address } from '../../../../src/network/address.js';
import { inHost } from '../../../../src/path.js';
import { fetchSource, type Origin, urlOrigin } from '../../../../src/source/index.js';
import { closedPort, listen, serve, status, whole } from '../../server.js';
import { bytes, digestsOf, failureOf, temporaryFolder, workspace } from '../../workspace.js';

// The certificates of these tests are their own; only this file's process trusts them.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';

const BODY = bytes(100_000);

function request(url: string) {
  const origins: [Origin] = [urlOrigin(new Address(url))];
  return { name: 'thing 1.0', origins, expected: { md5: digestsOf(BODY).md5 } };
}

async function serveTls(t: ExecutionContext): Promise<number> {
  const folder = await temporaryFolder(t);
  const [key, cert] = [inHost(folder, 'key.pem'), inHost(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=origin.example', '-days', '1'];
  const files = ['-keyout', key, '-out', cert];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  execFileSync('openssl', ['req', '-x509', '-nodes', ...kind, ...subject, ...files], {
    stdio: 'ignore',
  });
  const server = https.createServer(
    { key: readFileSync(key), cert: readFileSync(cert) },
    (_request, response) => response.end(BODY),
  );
  return await listen(t, server);
}

interface Proxy {
  port: number;
  /** First line and authorization of each request. */
  requests: string[];
}

/** A proxy that connects to `target`, whatever host it is asked for. */
async function tunnelProxy(t: ExecutionContext, target: number): Promise<Proxy> {
  const requests: string[] = [];
  const server = http.createServer();
  server.on('connect', ({ url = '', headers }, socket: net.Socket) => {
    requests.push(`CONNECT ${url} ${headers['proxy-authorization'] ?? '-'}`);
    const upstream = net.connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
    t.teardown(() => {
      socket.destroy();
      upstream.destroy();
    });
  });
  return { port: await listen(t, server), requests };
}

test('http: goes to the proxy in absolute form, with credentials for the proxy and for the origin', async (t) => {
  const headers: http.IncomingHttpHeaders[] = [];
  const proxy = await serve(t, (incoming, response, count) => {
    headers.push(incoming.headers);
    whole(BODY)(incoming, response, count);
  });
  const context = await workspace(t, {
    environment: { http_proxy: `http://me:pa%20ss@127.0.0.1:${proxy.port}` },
  });
  await fetchSource(request('http://user:word@origin.example/x.tgz'), context);
  t.deepEqual(proxy.requests, ['GET http://origin.example/x.tgz']);
  t.like(headers[0], {
    host: 'origin.example',
    authorization: `Basic ${btoa('user:word')}`,
    'proxy-authorization': `Basic ${btoa('me:pa ss')}`,
  });
});

test('https: goes through a tunnel', async (t) => {
  const proxy = await tunnelProxy(t, await serveTls(t));
  const context = await workspace(t, {
    environment: { https_proxy: `http://me:secret@127.0.0.1:${proxy.port}` },
  });
  const source = await fetchSource(request('https://origin.example/x.tgz'), context);
  t.is(source.size, 100_000);
  t.deepEqual(proxy.requests, [`CONNECT origin.example:443 Basic ${btoa('me:secret')}`]);
});

test('a host that no_proxy exempts is asked directly', async (t) => {
  const server = await serve(t, whole(BODY));
  const context = await workspace(t, {
    environment: { http_proxy: `http://127.0.0.1:${await closedPort()}`, no_proxy: '127.0.0.1' },
  });
  t.is((await fetchSource(request(`${server.origin}/x`), context)).size, 100_000);
});

test('a proxy that refuses the tunnel is named, without its credentials', async (t) => {
  const server = http.createServer();
  server.on('connect', (_request, socket) => {
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  const port = await listen(t, server);
  const context = await workspace(t, {
    environment: { https_proxy: `http://me:secret@127.0.0.1:${port}` },
  });
  const error = await failureOf(t, fetchSource(request('https://origin.example/x'), context));
  t.is(
    error.message,
    'thing 1.0 could not be had from https://origin.example/x: ' +
      `the proxy http://127.0.0.1:${port}/ refused the connection with HTTP 407`,
  );
});

test('a proxy that asks for credentials answers http: with 407, once', async (t) => {
  const proxy = await serve(t, status(407));
  const context = await workspace(t, { environment: { http_proxy: proxy.origin } });
  const error = await failureOf(t, fetchSource(request('http://origin.example/x'), context));
  t.true(error.message.endsWith(': HTTP 407 Proxy Authentication Required'));
  t.is(proxy.requests.length, 1);
});

test('a proxy that gives no answer is left after the connect limit', async (t) => {
  const server = http.createServer();
  server.on('connect', (_request, socket) => {
    t.teardown(() => socket.destroy());
  });
  const port = await listen(t, server);
  const context = await workspace(t, {
    environment: { https_proxy: `http://127.0.0.1:${port}` },
    download: { connect: 100 },
  });
  const error = await failureOf(t, fetchSource(request('https://origin.example/x'), context));
  t.true(
    error.message.endsWith(`the proxy http://127.0.0.1:${port}/ gave no answer within 100 ms`),
  );
});

test('a proxy that refuses connections is blamed, not the origin', async (t) => {
  const port = await closedPort();
  const proxy = `http://127.0.0.1:${port}`;
  for (const protocol of ['http', 'https']) {
    const context = await workspace(t, { environment: { all_proxy: proxy } });
    const error = await failureOf(
      t,
      fetchSource(request(`${protocol}://origin.example/x`), context),
    );
    t.true(error.message.endsWith(`the proxy ${proxy}/ refuses connections`), error.message);
  }
});

test('a proxy of another kind is refused', async (t) => {
  const context = await workspace(t, { environment: { all_proxy: 'socks5://127.0.0.1:1080' } });
  const error = await failureOf(t, fetchSource(request('http://origin.example/x'), context));
  t.regex(error.message, /the proxy socks5:\/\/127.0.0.1:1080 is of a kind that is not supported/);
});
