import { readdir, readFile } from 'node:fs/promises';
import nodePath from 'node:path';
import { BuilderError } from '../../error.js';
import { hostPath, inHost, type HostPath } from '../../path.js';
import { dearmor } from './armor.js';
import { isNamedAfter, type KeyId } from './key-id.js';
import { tryProgram } from '../../program/index.js';

/** Where keys are looked for; the network is never asked. */
interface KeyPlaces {
  environment: Readonly<Record<string, string | undefined>>;
  workingDirectory: HostPath;
}

/** The folders of key files, the first to look in first. */
function keyFolders({ environment, workingDirectory }: KeyPlaces): HostPath[] {
  const named = environment.BINARY_BUILDER_KEYS;
  const own = inHost(workingDirectory, 'keys');
  return named ? [hostPath(workingDirectory, named), own] : [own];
}

/**
 * Finds a public key: `keys/KEYID.asc` in $BINARY_BUILDER_KEYS or the working directory, else the
 * user's own GPG keyring.
 * @returns the key in binary form, as gpgv takes it
 * @throws BuilderError SIGNATURE_INVALID
 */
export async function findKey(keyId: KeyId, places: KeyPlaces): Promise<Buffer> {
  const folders = keyFolders(places);
  for (const folder of folders) {
    const file = await findKeyFile(folder, keyId);
    if (file !== undefined) return await readKey(file);
  }
  const exported = await exportKey(keyId, places);
  if (exported !== undefined) return exported;
  throw new BuilderError('SIGNATURE_INVALID', `the GPG key ${keyId} is not on this machine`, {
    hint:
      `Get it from where upstream publishes its keys, compare its fingerprint, and put it into ` +
      `${folders.join(' or ')} as ${keyId}.asc. From a key server:\n` +
      `gpg --keyserver keys.openpgp.org --recv-keys ${keyId} && gpg --armor --export ${keyId} > keys/${keyId}.asc`,
  });
}

async function findKeyFile(folder: HostPath, keyId: KeyId): Promise<HostPath | undefined> {
  const names = await readdir(folder).catch(() => []);
  const name = names.sort().find((candidate) => {
    const { name: stem, ext } = nodePath.parse(candidate);
    return ['.asc', '.gpg', '.key', '.pgp'].includes(ext) && isNamedAfter(stem, keyId);
  });
  return name === undefined ? undefined : inHost(folder, name);
}

/** @throws BuilderError SIGNATURE_INVALID */
async function readKey(file: HostPath): Promise<Buffer> {
  const content = await readFile(file);
  // Binary OpenPGP packets start with a byte whose highest bit is set (RFC 9580 §4.2).
  if ((content[0] ?? 0) >= 0x80) return content;
  const key = dearmor(content.toString('latin1'));
  if (key !== undefined) return key;
  throw new BuilderError('SIGNATURE_INVALID', `${file} is not a GPG key`, {
    hint: 'It has to be what `gpg --armor --export KEYID` prints.',
  });
}

async function exportKey(keyId: KeyId, { environment }: KeyPlaces): Promise<Buffer | undefined> {
  const { failure, stdout } = await tryProgram(['gpg', '--batch', '--export', keyId], {
    environment,
    alone: true,
    binary: true,
  });
  return failure !== undefined || stdout === '' ? undefined : Buffer.from(stdout, 'latin1');
}
