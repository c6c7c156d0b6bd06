import got, { RequestError, TimeoutError, type PlainResponse, type Request } from 'got';
import prettyBytes from 'pretty-bytes';
import { type Address, proxyFor, publicUri } from '../../../network/index.js';
import { Digesting, digestingOf } from '../../../files/index.js';
import { courseOf, resumeHeaders, validatorOf } from './resume.js';
import { judgeError, judgeStatus, parseRetryAfter } from './retry.js';
import { requestThrough } from './tunnel.js';
import {
  OriginFailure,
  discard,
  land,
  landedBytes,
  readNote,
  writeNote,
  Progress,
  fileNameFrom,
  type Received,
  type Receiving,
} from '../../receive/index.js';

const MAX_REDIRECTS = 10;

/**
 * One attempt to receive an address: what has landed before is resumed where the server can.
 * @throws OriginFailure
 */
export async function receiveHttp(address: Address, receiving: Receiving): Promise<Received> {
  const url = new URL(address.full());
  const { landing, signal } = receiving;
  const shown = address.public;
  const landed = await landedBytes(landing);
  const note = await readNote(landing);
  const validator = note?.url === shown ? note.validator : undefined;
  const stream = open(url, resumeHeaders(landed, validator), receiving);
  try {
    const response = await headOf(stream);
    const head = { status: response.statusCode, headers: response.headers };
    const course = courseOf(head, landed);
    if (course.do === 'fail') throw statusFailure(head.status, response);
    if (course.do === 'discard') {
      await discard(landing);
      throw new OriginFailure({ kind: 'transient', retryAfter: 0 }, 'it could not be resumed');
    }
    const resumed = course.do !== 'replace';
    const digesting = resumed ? await digestingOf(landing.path, signal) : new Digesting();
    if (course.do !== 'nothing') {
      const fresh = validatorOf(response.headers);
      await writeNote(landing, fresh === undefined ? undefined : { url: shown, validator: fresh });
      const progress = new Progress(receiving, shown, digesting.size, course.total);
      await land(landing, stream, course.do, digesting, (bytes) => {
        progress.update(bytes);
      });
      progress.tell(digesting.size);
      if (course.total !== undefined && digesting.size < course.total) {
        throw brokenOff(digesting.size, course.total);
      }
    }
    return {
      ...digesting.measure(),
      fileName: fileNameFrom(url.pathname),
      resumed,
      html: response.headers['content-type']?.includes('text/html') ?? false,
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw await explain(error, url, receiving);
  } finally {
    stream.destroy();
  }
}

function open(url: URL, headers: Record<string, string>, receiving: Receiving): Request {
  const { signal, timeouts, environment } = receiving;
  const stream = got.stream(url, {
    headers: { 'accept-encoding': 'identity', 'user-agent': 'binary-builder', ...headers },
    decompress: false,
    throwHttpErrors: false,
    retry: { limit: 0 },
    maxRedirects: MAX_REDIRECTS,
    timeout: {
      lookup: timeouts.resolve,
      connect: timeouts.connect,
      secureConnect: timeouts.connect,
      socket: timeouts.stall,
      request: timeouts.overall,
    },
    hooks: {
      beforeRedirect: [
        (options, { url: from }) => {
          // Got drops credentials for another host, but not for the same host without TLS.
          if (from.startsWith('https:') && new URL(options.url ?? from).protocol !== 'https:') {
            options.username = '';
            options.password = '';
            delete options.headers.authorization;
          }
        },
      ],
      beforeRequest: [
        (options) => {
          const target = new URL(options.url ?? url);
          const proxy = proxyOf(target, environment);
          options.request =
            proxy &&
            (() =>
              requestThrough(proxy, target, {
                headers: options.headers,
                signal,
                timeout: timeouts.connect,
              }));
        },
      ],
    },
    signal,
  });
  // An error between the response's head and its body has no reader yet; the body's reader gets it.
  stream.on('error', () => undefined);
  return stream;
}

function proxyOf(url: URL, environment: Receiving['environment']): URL | undefined {
  try {
    return proxyFor(url, environment);
  } catch {
    throw new OriginFailure({ kind: 'final' }, 'the proxy in the environment is not a URL');
  }
}

function headOf(stream: Request): Promise<PlainResponse> {
  return new Promise((resolve, reject) => {
    stream.once('response', resolve);
    stream.once('error', reject);
  });
}

function statusFailure(status: number, { statusMessage, headers }: PlainResponse): OriginFailure {
  const retryAfter = parseRetryAfter(headers['retry-after'], Date.now());
  return new OriginFailure(
    judgeStatus(status, retryAfter),
    `HTTP ${status} ${statusMessage ?? ''}`.trim(),
  );
}

function brokenOff(received: number, total: number | undefined): OriginFailure {
  const of = total === undefined ? '' : ` of ${prettyBytes(total)}`;
  return new OriginFailure(
    { kind: 'transient' },
    `the connection broke off after ${prettyBytes(received)}${of}`,
  );
}

/** Turns what got throws into an {@link OriginFailure}; its own errors carry the whole URL. */
async function explain(error: unknown, url: URL, receiving: Receiving): Promise<unknown> {
  if (!(error instanceof RequestError)) return error;
  if (error.cause instanceof OriginFailure) return error.cause;
  if (error.code.startsWith('HPE_')) {
    await discard(receiving.landing);
    const reason = 'it sends more bytes than it says, or something that is not HTTP';
    return new OriginFailure({ kind: 'final' }, reason);
  }
  const waitedFor = error instanceof TimeoutError ? error.event : undefined;
  const verdict = judgeError(error.code, waitedFor);
  if (verdict.kind === 'transient' && waitedFor === undefined) {
    const total = Number(error.response?.headers['content-length']) || undefined;
    const landed = await landedBytes(receiving.landing);
    return error.response ? brokenOff(landed, total) : new OriginFailure(verdict, error.message);
  }
  return new OriginFailure(verdict, reasonFor(error, waitedFor, url, receiving));
}

function reasonFor(
  error: RequestError,
  waitedFor: string | undefined,
  url: URL,
  { timeouts, environment }: Receiving,
): string {
  const target = new URL(error.options.url ?? url);
  const proxy = proxyOf(target, environment);
  const whom = proxy ? `the proxy ${publicUri(proxy.href)}` : 'it';
  switch (waitedFor ?? error.code) {
    case 'lookup':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host ${(proxy ?? target).hostname} does not resolve`;
    case 'ECONNREFUSED':
      return `${whom} refuses connections`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${whom} cannot be reached from here`;
    case 'connect':
    case 'secureConnect':
      return `no connection within ${timeouts.connect} ms`;
    case 'socket':
      return `not a byte for ${timeouts.stall} ms`;
    case 'request':
      return `not done within ${timeouts.overall} ms`;
    case 'ERR_TOO_MANY_REDIRECTS':
      return `more than ${MAX_REDIRECTS} redirects`;
    default:
      return error.message;
  }
}
