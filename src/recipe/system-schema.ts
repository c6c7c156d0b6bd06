import * as z from 'zod';
import { strictObject } from '../files/index.js';
import { packageWord, plainName, text, word } from '../name-schema.js';
import { choiceOf, listOf } from './entry.js';
import { CROSS_PLACEHOLDERS, PLACEHOLDERS } from './template.js';
import { filled, script, template, variablesWith } from './words.js';

/** What tells a build system of the compilers of another architecture, which have placeholders of their own. */
const crossTemplate = filled(text, [...PLACEHOLDERS, ...CROSS_PLACEHOLDERS]);

/** The form of `recipes/systems/NAME.yml`. */
export const systemSchema = strictObject({
  name: word,
  description: z.string(),
  tools: listOf(packageWord).describe(
    "Packages of the programs that it runs, beside the stack's toolchain; [] when that has all.",
  ),
  environment: variablesWith(template)
    .optional()
    .describe("Variables of every step; a recipe's replace them."),
  configure: choiceOf(script).optional(),
  make: choiceOf(script).optional(),
  install: choiceOf(script).optional(),
  cross: strictObject({
    args: listOf(crossTemplate).optional().describe("Arguments of configure, before the recipe's."),
    environment: variablesWith(crossTemplate).optional(),
    files: z
      .record(plainName, crossTemplate)
      .optional()
      .describe('Files that tell it of the compilers, in the folder {cross-files}.'),
  })
    .optional()
    .describe('How it learns that it cross compiles; {} when the variables do.'),
}).describe('How a kind of source is configured, made and installed.');

/** A build system as it is written. */
export type BuildSystem = z.infer<typeof systemSchema>;

/** The JSON Schema of build systems, for editors; committed as `recipes/systems/schema.json`. */
export function systemJsonSchema(): unknown {
  return z.toJSONSchema(systemSchema, { io: 'input', reused: 'ref' });
}
