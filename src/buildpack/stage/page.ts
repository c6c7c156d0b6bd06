import { BuilderError } from '../../error.js';

/**
 * Refuses what can't stand in a request line.
 * @throws BuilderError USAGE
 */
export function requirePage(path: string): void {
  if (/^\/[\x21-\x7e]*$/.test(path)) return;
  throw new BuilderError('USAGE', `'${path}' is not the path of a page.`, {
    hint: 'It begins with a slash and is written as in an address: --path /health?full=yes',
  });
}
