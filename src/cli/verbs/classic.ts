import { BuilderError } from '../../error.js';
import { suggest } from '../../store/index.js';
import type { Session } from '../session.js';
import * as build from './build.js';

const VERBS = [
  'build',
  'plan',
  'fetch',
  'recipes',
  'stacks',
  'artifacts',
  'verify',
  'audit',
  'test',
  'rebuild',
  'relocate',
  'manifest',
  'shell',
  'doctor',
  'cache',
  'help',
];

/** `binary-builder --name=… --version=…`, as the platform's old builder took it. */
export async function run(words: string[], options: unknown, session: Session): Promise<void> {
  const [word] = words;
  if (word !== undefined) {
    const nearest = suggest(word, VERBS);
    throw new BuilderError('USAGE', `There is no verb '${word}'.`, {
      hint:
        (nearest === undefined ? '' : `Did you mean '${nearest}'? `) +
        `Verbs: ${VERBS.join(', ')}. 'binary-builder help VERB' explains each.`,
    });
  }
  await build.run([], options, session);
}
