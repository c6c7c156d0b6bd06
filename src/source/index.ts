export { fetchSource } from './fetch.js';
export { fetchGit } from './git.js';
export { unpack, type UnpackOptions } from './archive/unpack.js';
export { verifySignature, type SignedFile } from './signature/verify.js';
export { findKey, type KeyPlaces } from './signature/keyring.js';
export { parseKeyId, type KeyId } from './signature/key-id.js';
export type {
  FetchContext,
  FetchedSource,
  FetchRequest,
  GitRequest,
  Origin,
  Timeouts,
} from './request.js';
