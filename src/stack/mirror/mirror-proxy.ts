import { chmod, open } from 'node:fs/promises';
import http, {
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { pipeline, type Duplex } from 'node:stream';
import { reasonOf } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { proxyAddress, proxyAuthorization, proxyFor } from '../../network/index.js';
import { authorityOf, type Reach } from './reach.js';

/** A proxy that leads to the mirrors of one root. */
export interface MirrorProxy {
  /** The Unix socket at which it listens. */
  socket: HostPath;
  /** `host:port` of what was asked for and is no mirror; the first few. */
  refused: () => readonly string[];
  close: () => Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** How many refusals are remembered: who asks is hostile. */
const REMEMBERED = 5;

/** Connections at once; apt has one for each host. */
const CONNECTIONS = 64;

/** What belongs to one connection (RFC 9110 §7.6.1), and what is nobody's but the user's proxy's. */
const OWN_HEADERS = [
  ...['connection', 'proxy-connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding'],
  ...['upgrade', 'proxy-authorization', 'proxy-authenticate', 'host', 'expect', 'content-length'],
];

/**
 * Serves a proxy on a Unix socket: who has no network but that socket reaches the mirrors, by GET
 * and HEAD over HTTP and by CONNECT for HTTPS, and no other host or port. What it asks goes through
 * the user's own proxy where the environment names one.
 * @param folder where the socket is made
 */
export async function serveMirrors(
  folder: HostPath,
  reach: Reach,
  environment: Environment,
): Promise<MirrorProxy> {
  const refused = new Set<string>();
  const refuse = (authority: string) => {
    if (refused.size < REMEMBERED) refused.add(authority);
  };
  const agent = new http.Agent({ keepAlive: true });
  const way: Way = { reach, environment, agent, refuse };
  const tunnels = new Set<Duplex>();
  const server = http.createServer((request, response) => {
    answer(request, response, way);
  });
  server.maxConnections = CONNECTIONS;
  // A package may take its time.
  server.requestTimeout = 0;
  server.on('connect', (request: IncomingMessage, near: Duplex, head: Buffer) => {
    tunnels.add(near);
    near.once('close', () => tunnels.delete(near));
    tunnel(request, near, head, way);
  });

  const socket = inHost(folder, 'mirrors');
  // The address of a Unix socket has 107 bytes, and the path of a cache may be longer.
  const handle = await open(folder);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(`/proc/self/fd/${handle.fd}/mirrors`, resolve);
    });
    // Who asks is another user; the folder is nobody's but ours.
    await chmod(socket, 0o666);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    socket,
    refused: () => [...refused],
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      for (const near of tunnels) near.destroy();
      agent.destroy();
      await closed;
      await handle.close();
    },
  };
}

interface Way {
  reach: Reach;
  environment: Environment;
  agent: http.Agent;
  refuse: (authority: string) => void;
}

/** Answers a request in absolute form (RFC 9112 §3.2.2). */
function answer(request: IncomingMessage, response: ServerResponse, way: Way): void {
  const { method = '', url: target = '' } = request;
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (url?.protocol !== 'http:' || !way.reach.http.has(authorityOf(url))) {
    if (url !== undefined) way.refuse(authorityOf(url));
    say(response, 403, 'no mirror of this root');
    return;
  }
  if (method !== 'GET' && method !== 'HEAD') {
    say(response, 405, 'a mirror is only read');
    return;
  }
  let asked: ClientRequest;
  try {
    asked = ask(method, url, forwardable(request.headers), way);
  } catch (error) {
    say(response, 502, reasonOf(error));
    return;
  }
  asked.once('response', (answered) => {
    response.writeHead(answered.statusCode ?? 502, {
      ...forwardable(answered.headers),
      ...lengthOf(answered),
    });
    pipeline(answered, response, () => undefined);
  });
  asked.once('error', (error) => {
    if (response.headersSent) response.destroy();
    else say(response, 502, reasonOf(error));
  });
  response.once('close', () => asked.destroy());
  asked.end();
}

/** Asks a mirror, or the user's proxy for it. */
function ask(
  method: string,
  url: URL,
  headers: OutgoingHttpHeaders,
  { environment, agent }: Way,
): ClientRequest {
  const proxy = proxyFor(url, environment);
  const host = { ...headers, host: url.host };
  if (proxy === undefined) {
    const { host: name, port } = proxyAddress(url);
    const path = `${url.pathname}${url.search}`;
    return http.request({ method, host: name, port, path, headers: host, agent });
  }
  return clientOf(proxy).request({
    ...proxyAddress(proxy),
    method,
    path: `http://${url.host}${url.pathname}${url.search}`,
    headers: { ...host, ...proxyAuthorization(proxy) },
  });
}

/** Answers a CONNECT (RFC 9110 §9.3.6). */
function tunnel(request: IncomingMessage, near: Duplex, head: Buffer, way: Way): void {
  near.on('error', () => undefined);
  const target = request.url ?? '';
  const url = URL.canParse(`https://${target}`) ? new URL(`https://${target}`) : undefined;
  const authority = url === undefined ? undefined : authorityOf(url);
  if (url === undefined || authority === undefined || !way.reach.https.has(authority)) {
    if (authority !== undefined) way.refuse(authority);
    near.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    return;
  }
  openTunnel(url, authority, way.environment)
    .then((far) => {
      far.on('error', () => undefined);
      if (near.destroyed) {
        far.destroy();
        return;
      }
      near.once('close', () => far.destroy());
      far.once('close', () => near.destroy());
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.write(head);
      near.pipe(far).pipe(near);
    })
    .catch(() => {
      near.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n');
    });
}

/** Connects to a host, or has the user's proxy do it. */
function openTunnel(url: URL, authority: string, environment: Environment): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const proxy = proxyFor(url, environment);
    if (proxy === undefined) {
      const { host, port } = proxyAddress(url);
      const socket = net.connect({ host, port: Number(port) });
      socket.once('connect', () => {
        resolve(socket);
      });
      socket.once('error', reject);
      return;
    }
    const request = clientOf(proxy).request({
      ...proxyAddress(proxy),
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyAuthorization(proxy) },
      agent: false,
    });
    request.once('connect', (response, socket, head) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        reject(new Error(`the proxy answered ${response.statusCode ?? 0}`));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.once('response', (response) => {
      response.destroy();
      reject(new Error(`the proxy answered ${response.statusCode ?? 0}`));
    });
    request.once('error', reject);
    request.end();
  });
}

function clientOf({ protocol }: URL): Pick<typeof https, 'request'> {
  if (protocol === 'http:') return http;
  if (protocol === 'https:') return https;
  throw new Error(`a proxy has to be http: or https:, not ${protocol}`);
}

function forwardable(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const named = String(headers.connection ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !OWN_HEADERS.includes(name) && !named.includes(name),
    ),
  );
}

/** The length of an answer's body; that of a request is none of a mirror's. */
function lengthOf({ headers }: IncomingMessage): OutgoingHttpHeaders {
  const length = headers['content-length'];
  return length === undefined ? {} : { 'content-length': length };
}

function say(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' });
  response.end(`${message}\n`);
}
