import * as z from 'zod';
import { flag, text } from '../describe/option.js';

/** Options that every verb takes. */
export const commonOptions = z.object({
  json: flag('one JSON object per event on standard output'),
  verbose: flag("show every line of every step's output"),
  recipesDir: text('<DIR>', 'look here for recipes before the package (default: ./recipes)'),
  stacksDir: text('<DIR>', 'look here for stacks before the package (default: ./stacks)'),
});

/** See {@link commonOptions}. */
export type CommonOptions = z.infer<typeof commonOptions>;
