import * as z from 'zod';
import { limitTakes, parseLimitValue, type LimitName } from '../limit.js';
import { strictObject } from '../files/index.js';
import {
  packageWord as packageName,
  prefix,
  relativeFolder,
  relativePath,
  text,
  version,
  word,
} from '../name-schema.js';
import { choiceOf, listOf } from './entry.js';
import { FILE_PLACEHOLDERS, PLACEHOLDERS } from './template.js';
import { furtherSource, source } from './source-schema.js';
import { digests, filled, pattern, script, template, variablesWith } from './words.js';

const environment = variablesWith(template)
  .optional()
  .describe('Environment variables; they replace those of the stack.');

const phase = strictObject({
  args: listOf(template).optional().describe('Added to the arguments of the build system.'),
  environment,
  before: choiceOf(script).optional(),
  run: choiceOf(script).optional().describe('Instead of what the build system does.'),
  after: choiceOf(script).optional(),
});

const test = strictObject({
  name: text,
  toolchain: z.boolean().optional().describe("Run with the stack's compilers at hand."),
  packages: listOf(packageName)
    .optional()
    .describe('Packages that this test needs beside the stack.'),
  contains: listOf(pattern).optional().describe('Globs; each must match in the artifact.'),
  files: listOf(relativePath)
    .optional()
    .describe("Files of the recipe's folder that the script uses."),
  source: z
    .boolean()
    .optional()
    .describe('Have the unpacked source, without patches, at $BB_SOURCE.'),
  run: choiceOf(script).optional(),
  expect: listOf(template).optional().describe('Texts that the output must contain.'),
});

const waiver = strictObject({
  check: word.describe('The id of the check: binary-builder audit --explain lists them.'),
  reason: z
    .string()
    .min(10, 'expected a reason that others will understand')
    .describe('Why its findings are right for this artifact; every report shows it.'),
  files: listOf(pattern)
    .optional()
    .describe('Globs of the files for which it is off; without them for all.'),
});

/** One limit: a choice of values, of which a number counts as one without a unit. */
const limit = (name: LimitName) =>
  choiceOf(
    z.union([z.string(), z.number()]).transform((value, context) => {
      const parsed = parseLimitValue(name, String(value));
      if (parsed !== undefined) return parsed;
      context.addIssue({ code: 'custom', message: `expected ${limitTakes(name)}` });
      return z.NEVER;
    }),
  ).optional();

/** The form of `recipes/NAME.yml`. */
export const recipeSchema = strictObject({
  name: word,
  description: z.string(),
  homepage: z.string(),
  license: z.string().describe('SPDX expression.'),
  prefix: prefix.describe('Where the artifact lives on the platform.'),
  versions: z.record(version, digests).describe('Known versions with the digests of their source.'),
  options: z
    .record(word, strictObject({ description: z.string(), default: z.boolean() }))
    .optional()
    .describe('Switches that --option NAME=yes|no sets and conditions ask for.'),
  source: choiceOf(source),
  sources: listOf(furtherSource)
    .optional()
    .describe('Further archives and files that the build takes, each verified.'),
  patches: listOf(relativePath)
    .optional()
    .describe("Files of the recipe's folder, applied with -p1."),
  packages: strictObject({
    tools: listOf(packageName)
      .optional()
      .describe("Programs that run while building, on top of the stack's toolchain."),
    build: listOf(packageName)
      .optional()
      .describe('Libraries and headers that it is compiled against.'),
    run: listOf(packageName).optional().describe('What the artifact expects the stack to have.'),
  }).optional(),
  cross: choiceOf(
    strictObject({
      needs: listOf(word)
        .optional()
        .describe(
          'Recipes whose artifact for the building machine, in the same version, is at $NEEDS/NAME.',
        ),
    }),
  )
    .optional()
    .describe('Says that it can be cross compiled; {} when that takes nothing.'),
  environment,
  build: strictObject({
    system: choiceOf(word).describe('The name of a build system: systems/NAME.yml.'),
    'install-to': choiceOf(z.enum(['destdir', 'staging']))
      .optional()
      .describe(
        'destdir (default): configured for the prefix, installed below DESTDIR. ' +
          'staging: configured for the staging folder, relocated afterwards.',
      ),
    directory: filled(relativeFolder)
      .optional()
      .describe('Folder of the source in which everything runs.'),
    bootstrap: phase.optional(),
    configure: phase.optional(),
    make: phase.optional(),
    install: phase.optional(),
    finish: phase
      .optional()
      .describe('Runs after relocation, with the staged tree mounted at its prefix.'),
  }),
  limits: strictObject({
    time: limit('time').describe('Wall time of a step, such as 8h (default: 4h).'),
    processes: limit('processes').describe('Processes and threads at once (default: 4096).'),
    'file-size': limit('file-size').describe('Of each file, such as 32G (default: 16G).'),
    'free-disk': limit('free-disk').describe('What has to stay free on the disk (default: 2G).'),
    memory: limit('memory').describe("Of all processes together (default: 90% of the machine's)."),
  })
    .optional()
    .describe('What each step and test may take; none switches one off. No part of the build key.'),
  artifact: strictObject({
    as: z
      .literal('file')
      .optional()
      .describe("file: the source's own file is the artifact, with the same bytes."),
    name: word.optional().describe("Its name in a buildpack's manifest, where that differs."),
    file: filled(text, [...PLACEHOLDERS, ...FILE_PLACEHOLDERS])
      .regex(/^[A-Za-z0-9{][A-Za-z0-9._+~{}-]*$/, 'expected a file name that ends with .tgz')
      .optional()
      .describe(
        'Its file name (default: {name}-{version}-linux-{arch}.tgz); {sha8} is how its sha256 begins.',
      ),
    prune: listOf(pattern).optional().describe('Globs of what the artifact does not need.'),
    strip: z.boolean().optional().describe('Strip symbols from binaries (default: true).'),
    'keep-symbols': listOf(pattern).optional().describe('Globs of binaries that keep symbols.'),
    sources: filled(relativePath)
      .optional()
      .describe('Write the list of sources to this file of the artifact.'),
  })
    .superRefine(({ as, file }, context) => {
      if (as === 'file' || file === undefined || file.endsWith('.tgz')) return;
      const message = 'expected a file name that ends with .tgz';
      context.addIssue({ code: 'custom', path: ['file'], message });
    })
    .optional(),
  lacks: listOf(
    strictObject({
      what: z.string().describe('What users would expect in it.'),
      reason: z.string().min(10, 'expected a reason that others will understand'),
    }),
  )
    .optional()
    .describe('What this build of it does not have; the record says it.'),
  audit: strictObject({
    skip: listOf(waiver).optional().describe('Checks that are switched off, each with a reason.'),
  }).optional(),
  tests: listOf(test).optional(),
});

/** A recipe as it is written, conditions and all. */
export type Recipe = z.infer<typeof recipeSchema>;

/** One phase of a recipe as it is written. */
export type RecipePhase = z.infer<typeof phase>;

/** The JSON Schema of recipes, for editors; committed as `recipes/schema.json`. */
export function recipeJsonSchema(): unknown {
  return z.toJSONSchema(recipeSchema, { io: 'input', reused: 'ref' });
}
