import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { Address, type Names } from '../../../../src/network/index.js';
import { isInternal } from '../../../../src/network/internal.js';
import { fetchSource, urlOrigin } from '../../../../src/source/index.js';
import {
  type Behaviour,
  endless,
  redirect,
  serve,
  type TestServer,
  watched,
  whole,
} from '../../server.js';
import { bytes, digestsOf, failureOf, workspace } from '../../workspace.js';

const BODY = bytes(5000);

function request(url: string) {
  const origins = [urlOrigin(new Address(url))] as const;
  return { name: 'thing 1.0', origins, expected: { sha256: digestsOf(BODY).sha256 } };
}

/** All of 127/8 is this machine: of its addresses this one plays one of the internet. */
const PUBLIC = '127.7.7.7';

/** Names of hosts, with the addresses that they have in turn. */
function names(hosts: Readonly<Record<string, readonly string[]>> = {}): Names {
  const asked = new Map<string, number>();
  const found: LookupFunction = (host, options, callback) => {
    const addresses = hosts[host];
    if (addresses === undefined) {
      lookup(host, options, callback);
      return;
    }
    const count = asked.get(host) ?? 0;
    asked.set(host, count + 1);
    const address = addresses[Math.min(count, addresses.length - 1)] ?? '';
    const family = address.includes(':') ? 6 : 4;
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
  return { lookup: found, isInternal: (ip) => ip !== PUBLIC && isInternal(ip) };
}

async function servePublic(t: ExecutionContext, behaviour: Behaviour): Promise<TestServer> {
  return await serve(t, behaviour, PUBLIC);
}

/** What a server in the internet redirects to, and how that is refused. */
const INSIDE: Readonly<Record<string, (port: number) => string>> = {
  'an address': (port) => `http://127.0.0.1:${port}/x`,
  'a decimal number': (port) => `http://2130706433:${port}/x`,
  'a hexadecimal number': (port) => `http://0x7f.1:${port}/x`,
  'an IPv4-mapped address': (port) => `http://[::ffff:127.0.0.1]:${port}/x`,
  'an IPv6 address': (port) => `http://[::1]:${port}/x`,
  'the name localhost': (port) => `http://localhost:${port}/x`,
  'a name that is an internal address': (port) => `http://inside.example:${port}/x`,
  'a name that is an IPv4-mapped address': (port) => `http://mapped.example:${port}/x`,
  'no address at all': (port) => `//0.0.0.0:${port}/x`,
};

for (const [what, target] of Object.entries(INSIDE)) {
  test(`a redirect from outside to ${what} is refused, and nobody there is asked`, async (t) => {
    const inside = await serve(t, whole(BODY));
    const outside = await servePublic(t, redirect(target(inside.port)));
    const hosts = { 'inside.example': ['127.0.0.1'], 'mapped.example': ['::ffff:7f00:1'] };
    const context = await workspace(t, { names: names(hosts) });
    const error = await failureOf(t, fetchSource(request(`${outside.origin}/x`), context));
    t.is(error.code, 'SOURCE_UNAVAILABLE');
    t.regex(error.message, /it redirects to http:\/\/\S+:\d+( \(\S+\))?, which is inside/);
    t.is(error.hint, 'Where that is meant: --allow-private-redirects');
    t.deepEqual(inside.requests, []);
    t.like(
      context.events.find(({ type }) => type === 'source.failed'),
      { limit: 'private-redirects', received: 0 },
    );
  });
}

test('a name that is another address the second time is connected to as it was judged', async (t) => {
  const inside = await serve(t, whole(BODY));
  const rebound = `http://rebind.example:${inside.port}/x`;
  const outside = await servePublic(t, redirect(rebound));
  const hosts = { 'rebind.example': [PUBLIC, '127.0.0.1'] };
  const context = await workspace(t, { names: names(hosts) });
  const error = await failureOf(t, fetchSource(request(`${outside.origin}/x`), context));
  t.true(error.message.endsWith('it refuses connections'), error.message);
  t.deepEqual(inside.requests, []);
});

test('a connection that somebody else has open to an internal address is not taken', async (t) => {
  const inside = await serve(t, whole(BODY));
  const url = `http://inside.example:${inside.port}/x`;
  const hosts = { 'inside.example': ['127.0.0.1'] };
  const outside = await servePublic(t, redirect(url));
  await fetchSource(request(url), await workspace(t, { names: names(hosts) }));
  const context = await workspace(t, { names: names(hosts) });
  await failureOf(t, fetchSource(request(`${outside.origin}/x`), context));
  t.is(inside.requests.length, 1);
});

test('the way back inside over a server outside is refused too', async (t) => {
  const inside = await serve(t, whole(BODY));
  const outside = await servePublic(t, redirect(`${inside.origin}/x`));
  const first = await serve(t, redirect(`${outside.origin}/x`));
  const context = await workspace(t, { names: names() });
  const error = await failureOf(t, fetchSource(request(`${first.origin}/x`), context));
  t.regex(error.message, /which is inside/);
  t.deepEqual(inside.requests, []);
});

test('a server inside redirects to others inside, and everybody to servers outside', async (t) => {
  const outside = await servePublic(t, whole(BODY));
  const other = await servePublic(t, redirect(`http://mirror.example:${outside.port}/x`));
  const inside = await serve(t, redirect(`${other.origin}/x`));
  const first = await serve(t, redirect(`http://localhost:${inside.port}/x`));
  const hosts = { 'mirror.example': [PUBLIC] };
  const context = await workspace(t, { names: names(hosts) });
  const { size } = await fetchSource(request(`${first.origin}/x`), context);
  t.is(size, BODY.length);
});

test('what is asked for itself may be anywhere, and with the option what a redirect names', async (t) => {
  const inside = await serve(t, whole(BODY));
  const outside = await servePublic(t, redirect(`http://inside.example:${inside.port}/x`));
  const context = await workspace(t, { names: names({ 'inside.example': ['127.0.0.1'] }) });
  const download = { ...context.download, privateRedirects: true };
  const { size } = await fetchSource(request(`${outside.origin}/x`), { ...context, download });
  t.is(size, BODY.length);
});

test('behind a proxy a name is its affair, and an internal address that is written out is refused', async (t) => {
  const proxy = await serve(t, (incoming, response, count) => {
    const { pathname } = new URL(incoming.url ?? '');
    const to = pathname === '/to-name' ? 'http://inside.example/x' : 'http://10.0.0.1/x';
    (pathname === '/x' ? whole(BODY) : redirect(to))(incoming, response, count);
  });
  const environment = { PATH: process.env.PATH, http_proxy: proxy.origin };
  const context = await workspace(t, { environment, names: names() });
  const { size } = await fetchSource(request('http://origin.example/to-name'), context);
  t.is(size, BODY.length);
  const another = await workspace(t, { environment, names: names() });
  const error = await failureOf(
    t,
    fetchSource(request('http://origin.example/to-address'), another),
  );
  t.regex(error.message, /it redirects to http:\/\/10\.0\.0\.1, which is inside/);
  t.deepEqual(proxy.requests, [
    'GET http://origin.example/to-name',
    'GET http://inside.example/x',
    'GET http://origin.example/to-address',
  ]);
});

test('what a proxied server redirects to past the proxy is judged by its address', async (t) => {
  const inside = await serve(t, whole(BODY));
  const proxy = await serve(t, redirect(`http://inside.example:${inside.port}/x`));
  const environment = {
    PATH: process.env.PATH,
    http_proxy: proxy.origin,
    no_proxy: 'inside.example',
  };
  const hosts = { 'inside.example': ['127.0.0.1'] };
  const context = await workspace(t, { environment, names: names(hosts) });
  const error = await failureOf(t, fetchSource(request('http://origin.example/x'), context));
  t.regex(error.message, /inside\.example:\d+ \(127\.0\.0\.1\), which is inside/);
  t.deepEqual(inside.requests, []);
});

test('a redirect whose own body has no end is left at once', async (t) => {
  const target = await serve(t, whole(BODY));
  const { behaviour, left } = watched(endless(BODY, { location: `${target.origin}/x` }, 302));
  const server = await serve(t, behaviour);
  await fetchSource(request(`${server.origin}/x`), await workspace(t));
  await left();
  t.deepEqual(target.requests, ['GET /x']);
});

test('a redirect to something that is not a URL says so', async (t) => {
  const server = await serve(t, redirect('http://:x/'));
  const error = await failureOf(t, fetchSource(request(`${server.origin}/x`), await workspace(t)));
  t.true(error.message.endsWith('it redirects to something that is not a URL'));
});
