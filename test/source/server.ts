import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';

/** How a server answers one request; `count` is how many came before it. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, count: number) => void;

export interface TestServer {
  /** `http://127.0.0.1:PORT`, or of another address */
  origin: string;
  port: number;
  /** What was asked so far: method and target, with the range in brackets. */
  requests: string[];
}

/** A real HTTP server for one test, on an address of this machine. */
export async function serve(
  t: ExecutionContext,
  behaviour: Behaviour,
  host = '127.0.0.1',
): Promise<TestServer> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const count = requests.length;
    requests.push(`${method} ${url}${headers.range ? ` [${headers.range}]` : ''}`);
    behaviour(request, response, count);
  });
  const port = await listen(t, server, host);
  return { origin: `http://${host}:${port}`, port, requests };
}

export async function listen(
  t: ExecutionContext,
  server: http.Server,
  host = '127.0.0.1',
): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  t.teardown(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return portOf(server.address());
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new TypeError('not listening');
  return address.port;
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Answers each request as the behaviour in its place does; the last one stays. */
export function inTurn(...behaviours: Behaviour[]): Behaviour {
  return (request, response, count) => {
    behaviours[Math.min(count, behaviours.length - 1)]?.(request, response, count);
  };
}

/** The whole body, whatever is asked. */
export function whole(body: Buffer, headers: Record<string, string> = {}): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': body.length, ...headers }).end(body);
  };
}

/** The body, from where the request's range begins; honours If-Range. */
export function ranged(body: Buffer, etag?: string): Behaviour {
  return (request, response, count) => {
    const headers: Record<string, string> = etag === undefined ? {} : { etag };
    const start = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    const condition = request.headers['if-range'];
    if (start === undefined || (condition !== undefined && condition !== etag)) {
      whole(body, headers)(request, response, count);
      return;
    }
    const rest = body.subarray(Number(start));
    if (rest.length === 0) {
      response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
      return;
    }
    const range = `bytes ${start}-${body.length - 1}/${body.length}`;
    response
      .writeHead(206, { 'content-length': rest.length, 'content-range': range, ...headers })
      .end(rest);
  };
}

/** Of what a request's range asks for the first bytes alone, as a whole answer. */
export function partOfRest(body: Buffer, length: number): Behaviour {
  return (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]);
    const part = body.subarray(start, start + length);
    const range = `bytes ${start}-${start + part.length - 1}/${body.length}`;
    response.writeHead(206, { 'content-length': part.length, 'content-range': range }).end(part);
  };
}

/** Promises the whole body and breaks off after some bytes. */
export function truncated(body: Buffer, after: number, etag?: string): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': body.length, ...(etag && { etag }) });
    response.write(body.subarray(0, after), () => response.destroy());
  };
}

/** Sends some bytes and then nothing more, without closing. */
export function stalled(body: Buffer, after: number): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, after));
  };
}

export function redirect(location: string, status = 302): Behaviour {
  return (_request, response) => {
    response.writeHead(status, { location }).end();
  };
}

/** Redirects to the same path of another server. */
export function redirectTo(origin: string): Behaviour {
  return (request, response, count) => {
    redirect(`${origin}${request.url ?? ''}`)(request, response, count);
  };
}

/** A behaviour, and how those who ask fare. */
interface Watched {
  behaviour: Behaviour;
  /** Once somebody has asked. */
  asked: Promise<void>;
  /** Once all who have asked are gone. */
  left: () => Promise<unknown>;
}

export function watched(behaviour: Behaviour): Watched {
  const answers: Promise<unknown>[] = [];
  let opened: (() => void) | undefined;
  const asked = new Promise<void>((resolve) => {
    opened = resolve;
  });
  return {
    behaviour(request, response, count) {
      answers.push(new Promise((resolve) => response.once('close', resolve)));
      behaviour(request, response, count);
      opened?.();
    },
    asked,
    left: () => Promise.all(answers),
  };
}

export function status(code: number, headers: Record<string, string> = {}): Behaviour {
  return (_request, response) => {
    response.writeHead(code, headers).end('no');
  };
}

/** Sends blocks for ever, as fast as they are taken. */
export function endless(
  block: Buffer,
  headers: Record<string, string> = {},
  code = 200,
): Behaviour {
  return (_request, response) => {
    response.writeHead(code, headers);
    const more = () => {
      while (!response.destroyed && response.write(block));
    };
    response.on('drain', more);
    more();
  };
}

/** Sends a byte now and then, for ever. */
export function trickle(t: ExecutionContext, headers: Record<string, string> = {}): Behaviour {
  return (_request, response) => {
    response.writeHead(200, headers);
    const timer = setInterval(() => response.write('.'), 10);
    response.once('close', () => {
      clearInterval(timer);
    });
    t.teardown(() => {
      clearInterval(timer);
    });
  };
}
