import type { ManifestCheck, Observation } from '../check.js';
import { type Manifest, titleOf } from '../../model/index.js';
import { groupBy } from '../../../group-by.js';
import { digestsOf } from '../entry-digest.js';

/** Looks for one uri under several digests. */
export const uriShared: ManifestCheck = {
  id: 'uri-shared',
  severity: 'error',
  summary: 'no uri has two digests',
  explanation: 'One address has one file: of two digests for it, one never verifies.',
  remedy:
    'Find out which digest the file has (sha256sum FILE, or manifest check --fetch) and ' +
    'correct the other entry.',
  run: checkUris,
};

function checkUris(manifest: Manifest): Observation[] {
  const digests = digestsOf(manifest.entries).filter(({ entry }) => entry.uri?.value);
  const groups = groupBy(
    digests,
    ({ entry, algorithm }) => `${algorithm} ${entry.uri?.value ?? ''}`,
  );
  return [...groups.values()].flatMap(([first, ...others]) =>
    others
      .filter(({ digest }) => digest !== first?.digest)
      .map(({ entry, algorithm, place }) => ({
        range: place,
        message:
          `${titleOf(entry)} has another ${algorithm} than line ` +
          `${manifest.position(first?.place.start ?? 0).line}, and the same uri`,
      })),
  );
}
