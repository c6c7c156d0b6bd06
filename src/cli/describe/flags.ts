import type * as z from 'zod';
import type { Flag } from './flag.js';
import { shownOf } from './option.js';

/**
 * The flags of options, from their description.
 * @throws Error for a field without one: a fault of ours
 */
export function flagsOf(options: z.ZodObject): Flag[] {
  return Object.entries<z.core.$ZodType>(options.shape).flatMap(([key, schema]) => {
    const shown = shownOf(schema);
    if (shown === undefined) throw new Error(`the option ${key} has no description`);
    const { says, off, value, short, choices, repeatable } = shown;
    const more = {
      ...(choices === undefined ? {} : { choices }),
      ...(repeatable === true ? { repeatable } : {}),
    };
    const name = dashed(key);
    const flags = [
      ...(short === undefined ? [] : [`-${short}, `]),
      `--${name}`,
      ...(value === undefined ? [] : [` ${value}`]),
    ].join('');
    return [
      ...(says === undefined ? [] : [{ flags, says, ...more }]),
      ...(off === undefined ? [] : [{ flags: `--no-${name}`, says: off }]),
    ];
  });
}

/** A field's name as a flag has it: `output-dir` for `outputDir`. */
export function dashed(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
