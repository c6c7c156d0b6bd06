import * as z from 'zod';
import { packageName, version as versionName, word } from '../../../name-schema.js';

/** How a plan has it. */
export const plannedDebian = z.strictObject({
  kind: z.literal('debian'),
  /** Name of the Debian source package. */
  package: packageName,
  suite: word,
  /** The upstream version that is wanted, without epoch and revision. */
  version: versionName,
});

/** What is wanted of Debian. */
export type DebianOrigin = Omit<z.infer<typeof plannedDebian>, 'kind'>;
