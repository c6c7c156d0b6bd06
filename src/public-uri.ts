/** The user name and password of an address, with the `@`. */
const CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/gi;

/**
 * An address without its user name and password; the rest stays as it was written. What only looks
 * like a part of the credentials after that (a password with a slash in it) goes too.
 */
export function publicUri(uri: string): string {
  const bare = withoutCredentials(uri);
  if (!URL.canParse(bare)) return bare.replace(/\/\/\S*@/, '//');
  const url = new URL(bare);
  if (url.username === '' && url.password === '') return bare;
  url.username = '';
  url.password = '';
  return url.href;
}

/** Takes the user names and passwords out of every address in a text. */
export function withoutCredentials(text: string): string {
  return text.replace(CREDENTIALS, '$1');
}

/** Where in a text the user names and passwords of addresses stand, each with its `@`. */
export function credentialsIn(text: string): { start: number; end: number }[] {
  return [...text.matchAll(CREDENTIALS)].map(({ 0: all, 1: scheme = '', index }) => ({
    start: index + scheme.length,
    end: index + all.length,
  }));
}
