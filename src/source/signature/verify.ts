import { writeFile } from 'node:fs/promises';
import { BuilderError } from '../../error.js';
import { explaining } from '../../files/index.js';
import { inHost, type HostPath } from '../../path.js';
import { withTemporaryFolder } from '../../tree/index.js';
import { isArmoredSignature } from './armor.js';
import type { KeyId } from './key-id.js';
import { verdictOf, type Verdict } from './status.js';
import { missingProgram, tryProgram } from '../../program/index.js';

interface SignedFile {
  /** For messages. */
  name: string;
  file: HostPath;
  /** The armoured, detached signature. */
  signature: string;
  /** The key that has to have made it, itself or by one of its subkeys. */
  keyId: KeyId;
  /** Public keys in binary form; no other keyring of the machine is asked. */
  keyring: Uint8Array;
}

interface VerifyOptions {
  /** Where gpgv is looked for; the process's own environment unless given. */
  environment?: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal;
}

/**
 * Verifies that a file was signed with one key, with gpgv and a keyring of its own.
 * @throws BuilderError SIGNATURE_INVALID, MISSING_PROGRAM, DISK_FULL, NOT_WRITABLE
 */
export async function verifySignature(
  signed: SignedFile,
  options: VerifyOptions = {},
): Promise<void> {
  const { name, keyId } = signed;
  if (!isArmoredSignature(signed.signature)) throw invalid(name, { kind: 'malformed' }, keyId);
  const said = await withTemporaryFolder('gpgv', (folder) => runGpgv(signed, folder, options));
  const verdict = verdictOf(said, keyId);
  if (verdict.kind !== 'valid') throw invalid(name, verdict, keyId);
}

async function runGpgv(
  { file, signature, keyring }: SignedFile,
  folder: HostPath,
  { environment = process.env, signal }: VerifyOptions,
): Promise<string> {
  const keys = inHost(folder, 'keys.gpg');
  const detached = inHost(folder, 'signature.asc');
  await explaining(folder, async () => {
    await writeFile(keys, keyring);
    await writeFile(detached, signature);
  });
  const { missing, stdout } = await tryProgram(
    ['gpgv', '--homedir', folder, '--status-fd', '1', '--keyring', keys, '--', detached, file],
    { environment: { PATH: environment.PATH }, alone: true, signal },
  );
  signal?.throwIfAborted();
  if (missing) throw missingProgram('gpgv', { hint: 'Install it: apt-get install gpgv' });
  return stdout;
}

function invalid(
  name: string,
  verdict: Exclude<Verdict, { kind: 'valid' }>,
  keyId: KeyId,
): BuilderError {
  const { reason, hint } = explain(verdict, keyId);
  return new BuilderError('SIGNATURE_INVALID', `${name}: ${reason}`, { hint });
}

function explain(
  verdict: Exclude<Verdict, { kind: 'valid' }>,
  keyId: KeyId,
): { reason: string; hint: string } {
  switch (verdict.kind) {
    case 'bad':
      return {
        reason: `the signature is not of this file, or the file was changed after it was signed with ${keyId}`,
        hint: 'Check that signature and source are of the same version. If they are, do not use this source.',
      };
    case 'other-key':
      return {
        reason: `the signature is of key ${verdict.fingerprint}, not of ${keyId}`,
        hint: 'If upstream says that it signs with that key, pass its fingerprint as --gpg-rsa-key-id.',
      };
    case 'missing-key':
      return {
        reason: `the signature is of key ${verdict.signer}, not of ${keyId}`,
        hint: `If upstream says that it signs with that key, pass --gpg-rsa-key-id=${verdict.signer}.`,
      };
    case 'revoked-key':
      return {
        reason: `the key ${keyId} was revoked by its owner`,
        hint: 'Look for a signature that upstream made with its present key.',
      };
    case 'malformed':
      return {
        reason: 'the signature is not an armoured, detached GPG signature',
        hint: 'It starts with -----BEGIN PGP SIGNATURE-----: pass the .asc beside the source, its content or its path.',
      };
  }
}
