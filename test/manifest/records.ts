import { createHash } from 'node:crypto';
import type { ArtifactRecord } from '../../src/store/index.js';

/** What tells one record from another in these tests. */
export interface RecordWords {
  readonly name: string;
  readonly version: string;
  readonly stack?: string;
  readonly arch?: ArtifactRecord['arch'];
  /** What the artifact holds: records with the same have the same digests. */
  readonly bytes?: string;
  readonly md5?: string;
  readonly relocated?: boolean;
}

/** A record of an artifact. */
export function recordOf(words: RecordWords): ArtifactRecord {
  const { name, version, stack = 'cflinuxfs4', arch = 'x64', relocated = false } = words;
  const bytes = words.bytes ?? `${name} ${version} ${stack} ${arch}`;
  const md5 = words.md5 ?? digestOf('md5', bytes);
  const sha256 = digestOf('sha256', bytes);
  const source = `https://example.org/${name}-${version}.tar.gz`;
  const sourceSha256 = digestOf('sha256', source);
  const file = `${name}-${version}-linux-${arch}${relocated ? '-moved' : ''}.tgz`;
  return {
    name,
    version,
    arch,
    stack: { name: stack, digest: digestOf('sha256', stack), glibc: '2.35' },
    file,
    prefix: '/app/.heroku/vendor',
    size: 1,
    md5,
    sha256,
    tar_sha256: sha256,
    build_key: sha256,
    ...(relocated ? { relocated_from: { file, sha256, prefix: '/', build_key: sha256 } } : {}),
    manifest: {
      name,
      version,
      uri: file,
      md5,
      sha256,
      cf_stacks: [stack],
      source,
      source_sha256: sourceSha256,
    },
    sources: [],
    options: {},
  };
}

/** A digest of a text, in lower-case hex. */
export function digestOf(algorithm: 'md5' | 'sha256', text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}
