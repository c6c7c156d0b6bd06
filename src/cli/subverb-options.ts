import * as z from 'zod';
import { BuilderError } from '../error.js';

/**
 * Reads a subverb's options. A verb's flags are those of all its subverbs; one that says nothing to
 * this one is refused rather than passed over.
 * @param subverb with its verb: `manifest update`
 * @throws BuilderError USAGE
 */
export function parseSubverbOptions<Shape extends z.core.$ZodLooseShape>(
  subverb: string,
  schema: z.ZodObject<Shape>,
  raw: unknown,
): z.infer<z.ZodObject<Shape>> {
  const given = z.record(z.string(), z.unknown()).parse(raw);
  const foreign = Object.keys(given).find((key) => !(key in schema.shape));
  if (foreign !== undefined) {
    throw new BuilderError('USAGE', `'${subverb}' takes no ${flagOf(foreign)}.`, {
      hint: `'binary-builder help ${subverb.split(' ', 1).join('')}' says what takes it.`,
    });
  }
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const key = String(issue?.path[0]);
  throw new BuilderError(
    'USAGE',
    `${flagOf(key)} ${issue?.message ?? ''}, not '${String(given[key])}'.`,
  );
}

function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
