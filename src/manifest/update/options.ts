import type { ArtifactRecord } from '../../store/index.js';
import type { Change } from './change.js';
import type { Manifest, Policies } from '../model/index.js';

/** A dependency that somebody asked for; without a version, its newest record for each architecture is meant. */
export interface Wanted {
  readonly name: string;
  readonly version?: string | undefined;
}

/** What an update goes by. */
export interface UpdateOptions {
  readonly policies: Policies;
  /** None: every dependency that the manifest has. */
  readonly wanted: readonly Wanted[];
  /** Where an artifact will be had from. */
  readonly uriOf: (record: ArtifactRecord) => string;
  /** Default versions to set, by name. */
  readonly defaults: Readonly<Record<string, string>>;
  /** The manifest that was released, of which the newest version of each line stays. */
  readonly released?: Manifest | undefined;
}

/** A manifest as it should be. */
export interface Update {
  /** The same text when there is nothing to change. */
  readonly text: string;
  readonly changes: readonly Change[];
  /**
   * One line each: what was left as it is although a record or a policy says something else, and
   * why; and the keys that somebody has to fill in.
   */
  readonly notes: readonly string[];
}
