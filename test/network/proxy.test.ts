import test from 'ava';
import { proxyFor } from '../../src/network/proxy.js';

function proxy(url: string, environment: Record<string, string>): string | undefined {
  return proxyFor(new URL(url), environment)?.href;
}

test('each protocol has its own proxy, and all_proxy is for those that have none', (t) => {
  const environment = { http_proxy: 'http://a:3128', all_proxy: 'http://b:3128' };
  t.is(proxy('http://host/x', environment), 'http://a:3128/');
  t.is(proxy('https://host/x', environment), 'http://b:3128/');
  t.is(proxy('https://host/x', { HTTPS_PROXY: 'https://c' }), 'https://c/');
  t.is(proxy('https://host/x', {}), undefined);
  t.is(proxy('https://host/x', { https_proxy: '' }), undefined);
});

test('a proxy without a protocol speaks HTTP', (t) => {
  t.is(proxy('https://host/x', { https_proxy: 'proxy.corp:3128' }), 'http://proxy.corp:3128/');
});

for (const [url, exempt] of [
  ['http://example.com/', true],
  ['http://EXAMPLE.com/', true],
  ['http://www.example.com/', true],
  ['http://badexample.com/', false],
  ['http://sub.dotted.org/', true],
  ['http://dotted.org/', true],
  ['http://x.starred.org/', true],
  ['http://host:8080/', true],
  ['http://host/', false],
  ['http://127.0.0.1:99/', true],
  ['http://[::1]/', true],
  ['http://10.1.2.3/', true],
  ['http://11.1.2.3/', false],
] as const) {
  test(`no_proxy ${exempt ? 'exempts' : 'does not exempt'} ${url}`, (t) => {
    const environment = {
      http_proxy: 'http://proxy:3128',
      no_proxy: 'example.com, .dotted.org *.starred.org,host:8080,127.0.0.1,[::1],10.0.0.0/8,x/y',
    };
    t.is(proxy(url, environment), exempt ? undefined : 'http://proxy:3128/');
  });
}

test('no_proxy=* exempts everything', (t) => {
  t.is(proxy('http://host/', { http_proxy: 'http://p', NO_PROXY: '*' }), undefined);
});
