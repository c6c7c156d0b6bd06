import * as z from 'zod';
import { ALGORITHMS, strictObject } from '../files/index.js';
import { gitAddress, gitCommit, relativePath, version, word } from '../name-schema.js';
import { writtenPlaces } from '../source/origin/index.js';
import { listOf } from './entry.js';
import { digestKeys, filled, pattern, template } from './words.js';

const exclude = listOf(pattern)
  .optional()
  .describe('Globs of members that are not unpacked, by their paths in the archive.');

/** What a mirror has whose bytes are others than the first place's. */
const differing = {
  ...digestKeys,
  differs: z
    .string()
    .min(10, 'expected what others will understand')
    .optional()
    .describe("In what its bytes differ from the first place's; the record says it."),
};

/** Digests of its own, and in what they differ, are there together or not at all. */
function checkDiffering(given: object, context: z.RefinementCtx): void {
  const has = ALGORITHMS.some((algorithm) => algorithm in given);
  if (has === 'differs' in given) return;
  const present = ALGORITHMS.find((algorithm) => algorithm in given) ?? 'differs';
  context.addIssue({
    code: 'custom',
    path: [present],
    message: has
      ? "a mirror with digests of its own says in what its bytes differ: 'differs' is missing"
      : 'there is no digest beside it by which the other bytes are verified',
  });
}

const mirror = z.union([
  template,
  strictObject({ url: template, ...differing }).superRefine(checkDiffering),
  ...writtenPlaces.map((shape) =>
    strictObject({ ...shape, ...differing }).superRefine(checkDiffering),
  ),
]);

const fetched = {
  mirrors: listOf(mirror).optional().describe('Tried in order after the first place.'),
  exclude,
};

const url = template.describe('Where upstream publishes it.');

const git = strictObject({
  git: strictObject({
    repository: filled(gitAddress),
    tag: template,
    commit: gitCommit
      .optional()
      .describe('What the tag points to; without it --git-commit-sha has to say.'),
  }),
  exclude,
});

/** Where a recipe's source is. */
export const source = z.union([
  strictObject({
    url,
    ...fetched,
    unpack: z
      .boolean()
      .optional()
      .describe('false: it is a file, and lies in the source as it is, by the name in its url.'),
  }),
  git,
  ...writtenPlaces.map((shape) => strictObject({ ...shape, ...fetched })),
]);

const further = {
  ...fetched,
  ...digestKeys,
  name: word.describe('What it is called in the record, and below $BB_SOURCES.'),
  version: version.describe('Its own version, which {version} stands for here.'),
  into: filled(relativePath)
    .optional()
    .describe('The folder of the source that it is unpacked into; else it is at $BB_SOURCES/NAME.'),
  unpack: z
    .boolean()
    .optional()
    .describe('false: the file stays as it is, and is itself at the place.'),
  listed: z
    .boolean()
    .optional()
    .describe("Whether the artifact's manifest entry names it under `dependencies`."),
};

/** What a recipe takes beside its source. */
export const furtherSource = z.union([
  strictObject({ url, ...further }),
  ...writtenPlaces.map((shape) => strictObject({ ...shape, ...further })),
]);

/** What is beside the place of a mirror that is no plain address. */
export const mirrorParts = z.looseObject({ ...digestKeys, differs: z.string().optional() });
