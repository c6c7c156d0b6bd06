import { BuilderError } from '../../error.js';

declare const keyId: unique symbol;

/** The last digits of a key's fingerprint, or all of them: 8 to 40 upper-case hex digits. */
export type KeyId = string & { readonly [keyId]: true };

/** @throws BuilderError SIGNATURE_INVALID */
export function parseKeyId(text: string): KeyId {
  const id = text.replace(/\s/g, '').replace(/^0x/i, '').toUpperCase();
  if (isKeyId(id)) return id;
  throw new BuilderError('SIGNATURE_INVALID', `'${text}' is not the id of a GPG key`, {
    hint: 'Give the whole fingerprint, 40 hex digits, or at least its last 16: gpg --show-keys FILE prints it.',
  });
}

function isKeyId(id: string): id is KeyId {
  return /^[0-9A-F]{8,40}$/.test(id);
}

/** Whether an id is so short that other keys can be made that share it. */
export function isAmbiguous(id: KeyId): boolean {
  return id.length < 16;
}

/** Whether a key file's name, without its suffix, names this key. */
export function isNamedAfter(stem: string, id: KeyId): boolean {
  const name = stem.replace(/^0x/i, '').toUpperCase();
  return isKeyId(name) && (name.endsWith(id) || id.endsWith(name));
}
