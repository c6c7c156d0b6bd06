import { printableLines, printableText } from '../../text/index.js';

/** What was answered over HTTP. */
interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; of several with one name the last one. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Characters of a body that are kept. */
const LONGEST_BODY = 1024;

/**
 * Reads the beginning of an HTTP answer (RFC 9112); undefined for what is none. Pure.
 * @param bytes a status line, headers, an empty line and a body, cut anywhere
 */
export function parseAnswer(bytes: Uint8Array): HttpAnswer | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  const end = /\r?\n\r?\n/.exec(text);
  const head = end === null ? text : text.slice(0, end.index);
  const [first = '', ...lines] = head.split(/\r?\n/);
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})(?: |$)/.exec(first)?.[1];
  if (status === undefined) return undefined;
  return {
    status: Number(status),
    headers: Object.fromEntries(lines.flatMap((line) => headerOf(line))),
    body: end === null ? '' : shown(text.slice(end.index + end[0].length)),
  };
}

function headerOf(line: string): [string, string][] {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)$/.exec(line);
  if (match === null) return [];
  const [, name = '', value = ''] = match;
  return [[name.toLowerCase(), printableText(value.trim())]];
}

function shown(body: string): string {
  return printableLines(body.slice(0, LONGEST_BODY).replaceAll('\r\n', '\n'));
}
