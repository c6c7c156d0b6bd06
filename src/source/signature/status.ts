import type { KeyId } from './key-id.js';

/** What gpgv found out about a signature. */
export type Verdict =
  | { kind: 'valid' }
  | { kind: 'other-key'; fingerprint: string }
  | { kind: 'missing-key'; signer: string }
  | { kind: 'revoked-key' }
  | { kind: 'bad' }
  | { kind: 'malformed' };

/**
 * Reads what `gpgv --status-fd` prints (doc/DETAILS of GnuPG), for a signature that has to be of
 * one key, or of a subkey of it.
 */
export function verdictOf(status: string, keyId: KeyId): Verdict {
  const lines = status
    .split('\n')
    .filter((line) => line.startsWith('[GNUPG:] '))
    .map((line) => line.split(' ').slice(1));
  const find = (keyword: string) => lines.find(([word]) => word === keyword);

  if (find('BADSIG')) return { kind: 'bad' };
  if (find('REVKEYSIG')) return { kind: 'revoked-key' };
  const missing = find('NO_PUBKEY');
  if (missing) return { kind: 'missing-key', signer: missing[1] ?? '' };
  const valid = lines.filter(([word]) => word === 'VALIDSIG');
  for (const line of valid) {
    const fingerprints = [line[1], line[10]];
    if (fingerprints.some((fingerprint) => fingerprint?.endsWith(keyId))) return { kind: 'valid' };
  }
  const [, fingerprint] = valid[0] ?? [];
  return fingerprint === undefined ? { kind: 'malformed' } : { kind: 'other-key', fingerprint };
}
