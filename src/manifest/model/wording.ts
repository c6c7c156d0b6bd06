import { printable } from '../../text/index.js';
import type { ManifestEntry } from './manifest.js';

/** What messages call an entry: `python 3.5.2`. */
export function titleOf({ name, version }: Pick<ManifestEntry, 'name' | 'version'>): string {
  const title = [name?.value, version?.value].filter((part) => part).join(' ');
  return title === '' ? 'an entry without a name' : printable(title);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items
    .map((item) => printable(item))
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1');
}

/** The name of the file that a uri leads to, for messages: no part of it that can hold credentials. */
export function fileOf(uri: string): string {
  return printable(pathOf(uri).split('/').at(-1) ?? '');
}

/** The path of a uri, decoded: without scheme, credentials, host, query and fragment. */
export function pathOf(uri: string): string {
  const path = uri.replace(/[?#].*$/s, '').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
