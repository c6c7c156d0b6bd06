import {
  expandUri,
  updateManifest,
  type Update,
  type UpdateOptions,
} from '../../../src/manifest/update/index.js';
import { readManifest, type Policies } from '../../../src/manifest/model/index.js';
import { hostPath } from '../../../src/path.js';
import type { ArtifactRecord } from '../../../src/store/index.js';

/** What an update goes by, where it differs from the ordinary. */
export type Ordinary = Partial<Omit<UpdateOptions, 'policies'> & Policies>;

/** Updates a text by records, with addresses below `https://b.example/`. */
export function update(
  text: string,
  records: readonly ArtifactRecord[],
  { wanted = [], defaults = {}, uriOf, released, ...policies }: Ordinary = {},
): Update {
  return updateManifest(readManifest(hostPath('/m.yml'), text), records, {
    wanted,
    defaults,
    released,
    uriOf:
      uriOf ?? ((record) => expandUri(policies.uri ?? 'https://b.example/{stack}/{file}', record)),
    policies: { retiredStacks: [], dependencies: {}, ...policies },
  });
}
