/** The parts of an HTTP response's head that decide what becomes of its body. */
interface ResponseHead {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What to do with a response. */
type Course =
  /** `total`: the size of the whole file, when the server says. */
  | { do: 'append' | 'replace'; total: number | undefined }
  /** All of it has landed already. */
  | { do: 'nothing' }
  /** What has landed doesn't fit: remove it and ask again. */
  | { do: 'discard' }
  | { do: 'fail' };

/** The headers that ask for the rest of a file (RFC 9110 §13.1.5 and §14.2). */
export function resumeHeaders(
  landed: number,
  validator: string | undefined,
): Record<string, string> {
  if (landed === 0) return {};
  return { range: `bytes=${landed}-`, ...(validator !== undefined && { 'if-range': validator }) };
}

/**
 * Decides what a response means, given how many bytes have landed and were not asked for again.
 * A server that knows no ranges answers 200 with the whole file (RFC 9110 §14.2).
 */
export function courseOf({ status, headers }: ResponseHead, landed: number): Course {
  if (status === 200) return { do: 'replace', total: lengthOf(headers['content-length']) };
  if (landed === 0) return { do: 'fail' };
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(String(headers['content-range']));
  const total = lengthOf(range?.[2]);
  if (status === 206) {
    return Number(range?.[1]) === landed ? { do: 'append', total } : { do: 'discard' };
  }
  if (status === 416) return total === landed ? { do: 'nothing' } : { do: 'discard' };
  return { do: 'fail' };
}

function lengthOf(text: string | string[] | undefined): number | undefined {
  if (typeof text !== 'string' || !/^\d+$/.test(text)) return undefined;
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
}

/** What If-Range can name a content with: a strong ETag, else the date of its last change. */
export function validatorOf(headers: ResponseHead['headers']): string | undefined {
  const { etag, 'last-modified': modified } = headers;
  if (typeof etag === 'string' && etag.startsWith('"')) return etag;
  return typeof modified === 'string' ? modified : undefined;
}
