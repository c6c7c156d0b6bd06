import { BuilderError } from '../../error.js';
import { didYouMean } from '../../text/index.js';
import type { Emulator } from './emulator.js';

/** The environment variable that chooses how other architectures are emulated. */
export const FORCE_VARIABLE = 'BINARY_BUILDER_EMULATOR';

const KINDS = { binfmt: 'registered', private: 'private', proot: 'proot' } as const;

/**
 * Reads {@link FORCE_VARIABLE}; undefined when nothing is forced.
 * @throws BuilderError USAGE for a word that it doesn't take
 */
export function parseForced(text: string | undefined): Emulator['kind'] | undefined {
  if (text === undefined || text === '') return undefined;
  const kind = Object.entries(KINDS).find(([word]) => word === text)?.[1];
  if (kind !== undefined) return kind;
  const words = Object.keys(KINDS);
  throw new BuilderError('USAGE', `${FORCE_VARIABLE} can't be '${text}'`, {
    hint: `${didYouMean(text, words)}It takes ${words.join(', ')}; without it the first that works is taken.`,
  });
}
