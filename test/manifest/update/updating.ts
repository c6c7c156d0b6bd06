import {
  decide,
  type Decisions,
  expandUri,
  updateManifest,
  type Update,
  type UpdateOptions,
} from '../../../src/manifest/update/index.js';
import { readManifest, type Manifest, type Policies } from '../../../src/manifest/model/index.js';
import { hostPath } from '../../../src/path.js';
import type { ArtifactRecord } from '../../../src/store/index.js';

/** What an update goes by, where it differs from the ordinary. */
export type Ordinary = Partial<Omit<UpdateOptions, 'policies'> & Policies>;

/** Updates a text by records, with addresses below `https://b.example/`. */
export function update(
  text: string,
  records: readonly ArtifactRecord[],
  ordinary: Ordinary = {},
): Update {
  return updateManifest(read(text), records, optionsOf(ordinary));
}

/** What {@link update} decides. */
export function decisionsOf(
  manifest: Manifest,
  records: readonly ArtifactRecord[],
  ordinary: Ordinary = {},
): Decisions {
  const { released, ...wishes } = optionsOf(ordinary);
  return decide({ manifest, released }, records, wishes);
}

/** Reads the text of a manifest. */
export function read(text: string): Manifest {
  return readManifest(hostPath('/m.yml'), text);
}

function optionsOf({
  wanted = [],
  defaults = {},
  uriOf,
  released,
  ...policies
}: Ordinary): UpdateOptions {
  return {
    wanted,
    defaults,
    released,
    uriOf:
      uriOf ?? ((record) => expandUri(policies.uri ?? 'https://b.example/{stack}/{file}', record)),
    policies: { retiredStacks: [], dependencies: {}, ...policies },
  };
}
