import { isScalar, visit } from 'yaml';
import { publicUri, secretsIn, withoutSecrets } from '../../network/index.js';
import type { Manifest } from '../model/index.js';
import { quotingOf, writeScalar } from './text/scalar.js';
import type { Splice } from './text/splice.js';

/** What may begin like an address: a scheme and no white space. */
const ADDRESS = /^[a-z][a-z0-9+.-]*:\S*$/i;

/**
 * The changes that take the secrets of addresses out of a manifest, wherever they stand: in values,
 * anchors, keys and comments. All else stays.
 * @param secretQuery names of query fields that are secrets, beside those that are known
 */
export function credentialSplices(
  { document, text }: Manifest,
  secretQuery: readonly string[] = [],
): Splice[] {
  // Only an escape can hide an @ or a =, and most manifests have none of them.
  if (!/[@=\\]/.test(text)) return [];
  const splices: Splice[] = [];
  let done = 0;
  const outside = (end: number) => {
    for (const found of secretsIn(text.slice(done, end), secretQuery)) {
      splices.push({ ...found, start: done + found.start, end: done + found.end });
    }
  };
  visit(document, {
    Scalar(_key, node) {
      if (!isScalar(node) || !node.range) return;
      const [start, end] = node.range;
      if (start < done) return;
      outside(start);
      const written = text.slice(start, end);
      const bare = bareScalar(written, String(node.value), secretQuery);
      if (bare !== written) splices.push({ start, end, text: bare });
      done = end;
    },
  });
  outside(text.length);
  return splices;
}

function bareScalar(written: string, value: string, secretQuery: readonly string[]): string {
  const bare = ADDRESS.test(value)
    ? publicUri(value, secretQuery)
    : withoutSecrets(value, secretQuery);
  if (bare === value) return written;
  if (written.startsWith('|') || written.startsWith('>')) {
    return withoutSecrets(written, secretQuery);
  }
  const start = { value, start: 0, end: written.length };
  return writeScalar(bare, { quoting: quotingOf(written, start) ?? 'plain' });
}
