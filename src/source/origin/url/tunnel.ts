import http, { type ClientRequest, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import tls from 'node:tls';
import { proxyAddress, proxyAuthorization, publicUri } from '../../../network/index.js';
import { OriginFailure } from '../../receive/index.js';

/** What a request through a proxy needs to know beside its URL. */
interface ProxiedRequest {
  headers: OutgoingHttpHeaders;
  signal?: AbortSignal;
  /** For the connection, in milliseconds. */
  timeout: number;
}

/** Starts a GET through a proxy: in absolute form for `http:`, through a tunnel for `https:`. */
export async function requestThrough(
  proxy: URL,
  url: URL,
  request: ProxiedRequest,
): Promise<ClientRequest> {
  if (url.protocol === 'http:') {
    const target = new URL(url);
    target.username = '';
    target.password = '';
    target.hash = '';
    const headers = { ...request.headers, host: url.host, ...proxyAuthorization(proxy) };
    return clientOf(proxy).request({ ...proxyAddress(proxy), path: target.href, headers });
  }
  const socket = await openTunnel(proxy, url, request);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return https.request(url, {
    headers: request.headers,
    createConnection: () =>
      tls.connect({
        socket,
        host,
        ALPNProtocols: ['http/1.1'],
        ...(isIP(host) === 0 && { servername: host }),
      }),
  });
}

/** Asks a proxy for a connection to the host of a URL (RFC 9110 §9.3.6). */
function openTunnel(proxy: URL, url: URL, { signal, timeout }: ProxiedRequest): Promise<Socket> {
  const authority = `${url.hostname}:${url.port || '443'}`;
  return new Promise((resolve, reject) => {
    const request = clientOf(proxy).request({
      ...proxyAddress(proxy),
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyAuthorization(proxy) },
      agent: false,
      signal,
    });
    // Until its whole answer is there: one that comes byte by byte is none either.
    const timer = setTimeout(() => {
      const reason = `the proxy ${publicUri(proxy.href)} gave no answer within ${timeout} ms`;
      request.destroy(new OriginFailure({ kind: 'final' }, reason));
    }, timeout);
    request.once('close', () => {
      clearTimeout(timer);
    });
    request.once('connect', (response, socket) => {
      clearTimeout(timer);
      if (response.statusCode === 200) {
        resolve(socket);
      } else {
        socket.destroy();
        reject(refusal(proxy, response.statusCode));
      }
    });
    request.once('response', (response) => {
      response.destroy();
      reject(refusal(proxy, response.statusCode));
    });
    request.once('error', reject);
    request.end();
  });
}

function refusal(proxy: URL, status: number | undefined): OriginFailure {
  const reason = `the proxy ${publicUri(proxy.href)} refused the connection with HTTP ${status ?? 0}`;
  return new OriginFailure({ kind: 'final' }, reason);
}

function clientOf(proxy: URL): Pick<typeof https, 'request'> {
  if (proxy.protocol === 'http:') return http;
  if (proxy.protocol === 'https:') return https;
  throw new OriginFailure(
    { kind: 'final' },
    `the proxy ${publicUri(proxy.href)} is of a kind that is not supported: it has to be http: or https:`,
  );
}
