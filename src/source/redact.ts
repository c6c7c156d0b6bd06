import type { Origin } from './request.js';

/** Takes user names and passwords out of every URL in a text. */
export function redact(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/gi, '$1');
}

/** An origin for people and records: a URL without credentials, or `debian:SUITE/PACKAGE`. */
export function describeOrigin(origin: Origin): string {
  return origin.kind === 'url' ? publicUrl(origin.url) : `debian:${origin.suite}/${origin.package}`;
}

/** A URL without its user name and password. */
export function publicUrl(text: string): string {
  if (!URL.canParse(text)) return text.replace(/\/\/\S*@/, '//');
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url.href;
}
