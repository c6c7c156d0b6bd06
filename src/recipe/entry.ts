import * as z from 'zod';
import { strictObject } from '../files/index.js';
import { conditionSchema, holds, type Condition, type Facts } from './condition.js';

/** A value that counts when its condition holds; without one it always does. */
export interface Entry<T> {
  when?: Condition | undefined;
  use: T;
}

/** The schema of a list whose entries may carry a condition: `- gcc`, `- { when: …, use: [gcc, g++] }`. */
export function listOf<Item extends z.ZodType>(item: Item) {
  const plain = item.transform((value): Entry<z.output<Item>[]> => ({ use: [value] }));
  const conditional = strictObject({
    when: conditionSchema,
    use: z.union([item.transform((value) => [value]), z.array(item)]),
  });
  return z.array(z.union([plain, conditional]));
}

/** The schema of one value, or of several of which the first whose condition holds is taken. */
export function choiceOf<Value extends z.ZodType>(value: Value) {
  const plain = value.transform((use): Entry<z.output<Value>>[] => [{ use }]);
  const conditional = strictObject({ when: conditionSchema.optional(), use: value });
  return z.union([plain, z.array(conditional).min(1)]);
}

/** The values of a list's entries whose conditions hold, in order. */
export function select<T>(list: readonly Entry<T[]>[] | undefined, facts: Facts): T[] {
  return (list ?? []).filter((entry) => holds(entry.when, facts)).flatMap((entry) => entry.use);
}

/** The first value whose condition holds, or undefined when none does. */
export function choose<T>(choice: readonly Entry<T>[] | undefined, facts: Facts): T | undefined {
  return choice?.find((entry) => holds(entry.when, facts))?.use;
}
