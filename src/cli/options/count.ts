import { BuilderError } from '../../error.js';

/**
 * Reads a number of things, one or more.
 * @throws BuilderError USAGE
 */
export function parseCount(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new BuilderError('USAGE', `${option} takes a whole number from 1 to 9999, not '${text}'.`);
}
