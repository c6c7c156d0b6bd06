import { BuilderError } from '../../error.js';

/**
 * The one name that a verb needs.
 * @throws BuilderError USAGE
 */
export function oneName(verb: string, names: readonly string[]): string {
  const [name, ...others] = names;
  if (name !== undefined && others.length === 0) return name;
  throw new BuilderError('USAGE', `'${verb}' takes one name.`, {
    hint: `For example: binary-builder ${verb} NAME`,
  });
}
