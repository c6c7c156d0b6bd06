import { BuilderError } from '../error.js';
import { prefixFault } from '../name.js';
import { guestPath, type GuestPath } from '../path.js';

/**
 * Where somebody wants an artifact to live on the platform.
 * @throws BuilderError USAGE
 */
export function parsePrefix(text: string): GuestPath {
  const fault = prefixFault(text);
  if (fault === undefined) return guestPath(text);
  throw new BuilderError('USAGE', `'${text}' can't be a prefix: ${fault}.`, {
    hint: 'Give an absolute path without spaces or a final slash: /home/vcap/deps/0/python',
  });
}
