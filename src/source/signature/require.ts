import { readFile } from 'node:fs/promises';
import { BuilderError, reasonOf } from '../../error.js';
import { hostPath, type HostPath } from '../../path.js';
import { forBuild } from '../receive/index.js';
import type { FetchContext, FetchRequest } from '../request.js';
import { findKey } from './keyring.js';
import { isAmbiguous, parseKeyId } from './key-id.js';
import { verifySignature } from './verify.js';

/**
 * Verifies the signature that a request asks for, if it asks for one.
 * @throws BuilderError SIGNATURE_INVALID, MISSING_PROGRAM
 */
export async function requireSignature(
  file: HostPath,
  { name, origins, signature: wanted }: Pick<FetchRequest, 'name' | 'origins' | 'signature'>,
  context: Pick<FetchContext, 'emit' | 'build' | 'signal' | 'environment' | 'workingDirectory'>,
): Promise<void> {
  if (wanted === undefined) return;
  const { emit, signal, environment = process.env, workingDirectory = hostPath('.') } = context;
  const keyId = parseKeyId(wanted.keyId);
  if (isAmbiguous(keyId)) {
    const message = `${name}: the key id ${keyId} is short, and others can make keys that share it: use the whole fingerprint`;
    emit({ type: 'warning', ...forBuild(context), url: origins[0].shown, message });
  }
  const signature = await readSignature(wanted.signature, workingDirectory);
  const keyring = await findKey(keyId, { environment, workingDirectory });
  await verifySignature({ name, file, signature, keyId, keyring }, { environment, signal });
}

/** The signature is given as text or as a path; a path has one line, an armoured text has many. */
async function readSignature(given: string, workingDirectory: HostPath): Promise<string> {
  if (given.includes('\n') || given.startsWith('-----')) return given;
  const path = hostPath(workingDirectory, given);
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    throw new BuilderError('SIGNATURE_INVALID', `cannot read the signature: ${reasonOf(error)}`, {
      hint: '--gpg-signature takes the content of the .asc file, or its path.',
    });
  }
}
