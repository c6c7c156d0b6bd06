import type { OutgoingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for a URL, or undefined for none: `http_proxy`,
 * `https_proxy`, `all_proxy` and `no_proxy`, in lower or upper case, as curl(1) reads them.
 * @throws TypeError when the variable holds no URL
 */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  const read = (name: string) => environment[name] ?? environment[name.toUpperCase()] ?? '';
  const proxy = read(`${url.protocol.slice(0, -1)}_proxy`) || read('all_proxy');
  if (proxy === '' || isExempt(url, read('no_proxy'))) return undefined;
  return new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
}

function isExempt(url: URL, noProxy: string): boolean {
  const host = bare(url.hostname);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => entry !== '' && matches(host, port, entry));
}

function matches(host: string, port: string, entry: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInSubnet(host, entry);
  const [, name = entry, wanted = port] = /^(\[.+\]|[^:]+):(\d+)$/.exec(entry) ?? [];
  const domain = bare(name).replace(/^\*?\./, '');
  return wanted === port && (host === domain || host.endsWith(`.${domain}`));
}

function isInSubnet(host: string, subnet: string): boolean {
  const [network = '', bits = ''] = subnet.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family) return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  try {
    const list = new BlockList();
    list.addSubnet(network, Number(bits), type);
    return list.check(host, type);
  } catch {
    return false;
  }
}

/** An IPv6 address without its brackets; any other host as it is. */
function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

/** Where a proxy listens. */
export function proxyAddress(proxy: URL): { host: string; port: string } {
  const port = proxy.port || (proxy.protocol === 'https:' ? '443' : '80');
  return { host: bare(proxy.hostname), port };
}

/** The header that a proxy wants whose URL has a user name or a password (RFC 9110 §11.7.1). */
export function proxyAuthorization({ username, password }: URL): OutgoingHttpHeaders {
  if (username === '' && password === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}
