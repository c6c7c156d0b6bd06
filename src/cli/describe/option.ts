import * as z from 'zod';

/** What the command line shows of an option; the name of its field is its own name. */
interface Shown {
  /** What it means, as help prints it; left out where there is only the `--no-` form. */
  says?: string;
  /** What `--no-NAME` means, where it can be given. */
  off?: string;
  /**
   * What stands behind it, as in `<DIR>`, `[CHECK]` or `[GLOB...]`; nothing behind a switch. The word in
   * it says what to complete: see `cli/complete/values.ts`.
   */
  value?: string;
  /** One letter, for people in a hurry. */
  short?: string;
  /** The words that it takes, or begins with, as in `time=`. */
  choices?: readonly string[];
  /** Whether it can be given again; then its values are collected. */
  repeatable?: boolean;
}

const registry = z.registry<Shown>();

/** An option: what it takes, and what the command line shows of it. */
export function option<Schema extends z.ZodType>(schema: Schema, shown: Shown): Schema {
  registry.add(schema, shown);
  return schema;
}

/** A switch that is off unless given. */
export function flag(says: string) {
  return option(z.boolean().default(false), { says });
}

/** A text that may be left out. */
export function text(value: string, says: string, shown: Omit<Shown, 'value' | 'says'> = {}) {
  return option(z.string().optional(), { value, says, ...shown });
}

/** Texts, as many as somebody likes. */
export function list(value: string, says: string) {
  return option(z.array(z.string()).default([]), { value, says, repeatable: true });
}

/** What the command line shows of a field, if it is an option. */
export function shownOf(schema: z.core.$ZodType): Shown | undefined {
  return registry.get(schema);
}
