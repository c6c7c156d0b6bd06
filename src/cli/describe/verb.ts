import * as z from 'zod';
import { BuilderError } from '../../error.js';
import type { Session } from '../session/session.js';
import { dashed } from './flags.js';
import type { Group } from './groups.js';

interface Described {
  /** One sentence, short enough for its line in the list of verbs. */
  sentence: string;
  /** More about it, for its own help. */
  help?: string;
  /** Of a verb: where help lists it. Subverbs are listed by their verb. */
  group?: Group;
}

/** What a verb, or a subverb, is and does. */
interface VerbDescription<Shape extends z.core.$ZodLooseShape> extends Described {
  /** The words behind it, as in `[NAME@VERSION...]`; '' for none. */
  usage: string;
  /** Whole command lines. */
  examples: readonly string[];
  options: z.ZodObject<Shape>;
  run: (
    words: string[],
    options: z.output<z.ZodObject<Shape>>,
    session: Session,
  ) => Promise<void> | void;
}

/** A verb or subverb, which reads its options itself. */
export interface Verb extends Described {
  usage: string;
  examples: readonly string[];
  options: z.ZodObject;
  /** @param raw the options as commander gives them */
  run(words: string[], raw: unknown, session: Session): Promise<void>;
}

/** A verb that has subverbs, in the folder of its name, and does nothing by itself. */
export type Family = Described;

/** Makes a verb of its description. */
export function verbOf<Shape extends z.core.$ZodLooseShape>(
  description: VerbDescription<Shape>,
): Verb {
  const { options, run } = description;
  return {
    ...description,
    async run(words, raw, session) {
      await run(words, read(options, raw), session);
    },
  };
}

/** Makes a verb with subverbs of its description. */
export function familyOf(description: Described): Family {
  return description;
}

/** @throws BuilderError USAGE for a word that isn't among those that an option takes */
function read<Schema extends z.ZodObject>(options: Schema, raw: unknown): z.output<Schema> {
  const result = options.safeParse(raw);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const key = String(issue?.path[0]);
  const given = z.record(z.string(), z.unknown()).parse(raw)[key];
  throw new BuilderError(
    'USAGE',
    `--${dashed(key)} ${issue?.message ?? ''}, not '${String(given)}'.`,
  );
}
