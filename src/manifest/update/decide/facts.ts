import type { ArtifactRecord } from '../../../store/index.js';
import type { Manifest, Policies } from '../../model/index.js';

/** What is so, beside the records that there are. */
export interface Facts {
  readonly manifest: Manifest;
  /** The manifest that was released, of which the newest version of each line stays. */
  readonly released?: Manifest | undefined;
}

/** A dependency that somebody asked for; without a version, its newest record for each architecture is meant. */
export interface Wanted {
  readonly name: string;
  readonly version?: string | undefined;
}

/** What is to be. */
export interface Wishes {
  readonly policies: Policies;
  /** None: every dependency that the manifest has. */
  readonly wanted: readonly Wanted[];
  /** Where an artifact will be had from. */
  readonly uriOf: (record: ArtifactRecord) => string;
  /** Default versions to set, by name. */
  readonly defaults: Readonly<Record<string, string>>;
}
