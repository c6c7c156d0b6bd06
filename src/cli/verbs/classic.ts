import { BuilderError } from '../../error.js';
import { suggest } from '../../text/index.js';
import type { Session } from '../session.js';
import * as build from './build.js';

/**
 * `binary-builder --name=… --version=…`, as the platform's old builder took it.
 * @param verbs those that there are, for whoever meant one
 */
export async function run(
  words: string[],
  options: unknown,
  session: Session,
  verbs: readonly string[],
): Promise<void> {
  const [word] = words;
  if (word !== undefined) {
    const nearest = suggest(word, verbs);
    throw new BuilderError('USAGE', `There is no verb '${word}'.`, {
      hint:
        (nearest === undefined ? '' : `Did you mean '${nearest}'? `) +
        `Verbs: ${verbs.join(', ')}. 'binary-builder help VERB' explains each.`,
    });
  }
  await build.run([], options, session);
}
