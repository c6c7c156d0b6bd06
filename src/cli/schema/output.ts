import * as z from 'zod';
import { answerSchema } from './answer.js';
import { eventSchema } from './event.js';

/** A line of what `--json` prints: an event, or what a verb answers. */
export const outputSchema = z.union([answerSchema, eventSchema]);

/**
 * The JSON Schema of {@link outputSchema}, committed as `docs/output.schema.json`. It allows keys that it
 * doesn't name, since new ones may come.
 */
export function outputJsonSchema(): unknown {
  const schema = z.toJSONSchema(outputSchema, {
    io: 'input',
    reused: 'ref',
    override({ jsonSchema }) {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return { title: 'A line of what binary-builder prints with --json', ...schema };
}
