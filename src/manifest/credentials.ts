import { isScalar, visit } from 'yaml';
import { credentialsIn, publicUri, withoutCredentials } from '../public-uri.js';
import type { Manifest } from './manifest.js';
import { quotingOf, writeScalar } from './scalar.js';
import { removal, type Splice } from './splice.js';

/** What may begin like an address: a scheme and no white space. */
const ADDRESS = /^[a-z][a-z0-9+.-]*:\S*$/i;

/**
 * The changes that take the user names and passwords of addresses out of a manifest, wherever they
 * stand: in values, anchors, keys and comments. All else stays.
 */
export function credentialSplices({ document, text }: Manifest): Splice[] {
  // Only an escape can hide an @, and most manifests have neither.
  if (!text.includes('@') && !text.includes('\\')) return [];
  const splices: Splice[] = [];
  let done = 0;
  const outside = (end: number) => {
    for (const range of credentialsIn(text.slice(done, end))) {
      splices.push(removal({ start: done + range.start, end: done + range.end }));
    }
  };
  visit(document, {
    Scalar(_key, node) {
      if (!isScalar(node) || !node.range) return;
      const [start, end] = node.range;
      if (start < done) return;
      outside(start);
      const written = text.slice(start, end);
      const bare = bareScalar(written, String(node.value));
      if (bare !== written) splices.push({ start, end, text: bare });
      done = end;
    },
  });
  outside(text.length);
  return splices;
}

function bareScalar(written: string, value: string): string {
  const bare = ADDRESS.test(value) ? publicUri(value) : withoutCredentials(value);
  if (bare === value) return written;
  if (written.startsWith('|') || written.startsWith('>')) return withoutCredentials(written);
  const start = { value, start: 0, end: written.length };
  return writeScalar(bare, { quoting: quotingOf(written, start) ?? 'plain' });
}
