import type { ArtifactRecord } from '../../store/index.js';
import { applyDecisions } from './apply.js';
import { decide } from './decide/decide.js';
import type { Manifest } from '../model/index.js';
import type { Update, UpdateOptions } from './options.js';

/**
 * Brings a manifest to what was built, as {@link decide} says. Lines that it doesn't concern keep every
 * byte, and a second update by the same records and options changes nothing.
 *
 * @throws BuilderError USAGE when there is no record of what is wanted; DEFAULT_MISSING when a
 * default would match nothing; MANIFEST_INVALID when an edit can't be made safely, since it would
 * change what aliases repeat elsewhere
 */
export function updateManifest(
  manifest: Manifest,
  records: readonly ArtifactRecord[],
  { released, ...wishes }: UpdateOptions,
): Update {
  return applyDecisions(manifest, (whole) =>
    decide({ manifest: whole, released }, records, wishes),
  );
}
