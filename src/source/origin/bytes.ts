import * as z from 'zod';
import { type Algorithm, isDigest } from '../../files/index.js';

const digest = (algorithm: Algorithm) =>
  z
    .string()
    .refine((given) => isDigest(algorithm, given), { error: `not a ${algorithm} digest` })
    .optional();

/** Digests as a plan has them. */
export const plannedDigests = z.strictObject({
  md5: digest('md5'),
  sha256: digest('sha256'),
  sha512: digest('sha512'),
});

/** What a plan says of an origin whose bytes are others than those of the first one. */
export const ownBytes = {
  digests: plannedDigests.optional(),
  /** In what they differ, as the recipe says it. */
  differs: z.string().optional(),
};
