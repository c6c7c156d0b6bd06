import { BuilderError } from '../../../error.js';
import { hostPath, type HostPath } from '../../../path.js';

/**
 * The buildpack that a subverb is for, where nothing else may be said.
 * @throws BuilderError USAGE
 */
export function oneBuildpack(
  subverb: string,
  words: readonly string[],
): { name: string; path: HostPath } {
  const [name, ...others] = words;
  if (name !== undefined && others.length === 0) return { name, path: hostPath(name) };
  const message =
    name === undefined
      ? `Which buildpack shall 'buildpack ${subverb}' look at?`
      : `'buildpack ${subverb}' takes one buildpack.`;
  throw new BuilderError('USAGE', message, {
    hint: `For example: binary-builder buildpack ${subverb} .`,
  });
}
