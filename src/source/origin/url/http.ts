import { type PlainResponse, RequestError } from 'got';
import prettyBytes from 'pretty-bytes';
import type { Address } from '../../../network/index.js';
import { Digesting, digestingOf } from '../../../files/index.js';
import { explain, type Opened, openFollowing } from './ask.js';
import { courseOf, resumeHeaders, validatorOf } from './resume.js';
import { judgeError, judgeStatus, parseRetryAfter } from './retry.js';
import {
  OriginFailure,
  capped,
  discard,
  paced,
  requireSize,
  land,
  landedBytes,
  readNote,
  writeNote,
  Progress,
  fileNameFrom,
  type Received,
  type Receiving,
} from '../../receive/index.js';

/**
 * One attempt to receive an address: what has landed before is resumed where the server can.
 * @throws OriginFailure
 */
export async function receiveHttp(address: Address, receiving: Receiving): Promise<Received> {
  const url = new URL(address.full());
  const { landing, limits, signal } = receiving;
  const shown = address.public;
  const landed = await landedBytes(landing);
  const note = await readNote(landing);
  const validator = note?.url === shown ? note.validator : undefined;
  let opened: Opened | undefined;
  try {
    opened = await openFollowing(url, resumeHeaders(landed, validator), receiving);
    const { stream, response } = opened;
    const head = { status: response.statusCode, headers: response.headers };
    const course = courseOf(head, landed);
    if (course.do === 'fail') throw statusFailure(head.status, response);
    if (course.do === 'discard') {
      await discard(landing);
      throw new OriginFailure({ kind: 'transient', retryAfter: 0 }, 'it could not be resumed');
    }
    const resumed = course.do !== 'replace';
    if (course.do !== 'nothing') requireSize(course.total, limits);
    const digesting = resumed ? await digestingOf(landing.path, signal) : new Digesting();
    if (course.do !== 'nothing') {
      const fresh = validatorOf(response.headers);
      await writeNote(landing, fresh === undefined ? undefined : { url: shown, validator: fresh });
      const progress = new Progress(receiving, shown, digesting.size, course.total);
      const body = capped(paced(stream, limits), digesting.size, course.total, limits);
      await land(landing, body, course.do, digesting, (bytes) => {
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
    signal.throwIfAborted();
    const failure = isBroken(error)
      ? brokenOff(await landedBytes(landing), lengthOf(error.response))
      : explain(error, opened?.url ?? url, receiving);
    if (isUseless(failure)) await discard(landing);
    throw failure;
  } finally {
    opened?.stream.destroy();
  }
}

function isUseless(failure: unknown): boolean {
  if (!(failure instanceof OriginFailure)) return false;
  return failure.details.kind === 'final' && failure.details.useless === true;
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

/** Whether a connection ended on its own while a body came. */
function isBroken(error: unknown): error is RequestError {
  if (!(error instanceof RequestError) || error.response === undefined) return false;
  return !(error.cause instanceof OriginFailure) && judgeError(error.code).kind === 'transient';
}

function lengthOf(response: RequestError['response']): number | undefined {
  return Number(response?.headers['content-length']) || undefined;
}
