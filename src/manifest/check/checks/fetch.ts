import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import type { Manifest } from '../../model/index.js';

/** Tells of what was downloaded and is not what its entry says. */
export const fetchCheck: ManifestCheck = {
  id: 'fetch',
  severity: 'error',
  summary: 'with --fetch: every uri leads to the file that its entry says',
  explanation:
    'What can not be downloaded, or has other bytes, can not be packaged either, and a buildpack that is not ' +
    'cached fails when it stages an application.',
  remedy:
    'Correct the uri or the digest, or put the file back where it was. What only answers elsewhere, as in ' +
    'a network without access to the internet, may be made a warning.',
  run: tellFetched,
};

function tellFetched(_manifest: Manifest, { fetched = [] }: Surroundings): Observation[] {
  return fetched.flatMap(({ range, entries, outcome }) =>
    outcome.kind === 'verified'
      ? []
      : [{ range, message: `${entries[0] ?? ''}: ${outcome.reason}` }],
  );
}
