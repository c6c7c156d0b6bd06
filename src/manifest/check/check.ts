import type { Explained, Severity } from '../../text/index.js';
import type { ArtifactRecord } from '../../store/index.js';
import type { Manifest, Range } from '../model/index.js';

/** What checks know beside the manifest. Gathered once for all of them. */
export interface Surroundings {
  /** The names of the stacks that there are. */
  readonly stacks: readonly string[];
  /** The day on which versions are past their deprecation date, or not yet. */
  readonly today: Date;
  /** Whether a pattern matches something in the buildpack's folder. */
  readonly files: (glob: string) => Promise<boolean>;
  /** What is known of what was built; undefined when nobody asked to compare. */
  readonly records?: readonly ArtifactRecord[];
  /** Names of dependencies that installers take one version of. */
  readonly singleVersions?: readonly string[];
}

/** Something that a check saw in a manifest. */
export interface Observation {
  readonly range: Range;
  /** What is wrong, in one line; never with credentials. */
  readonly message: string;
}

/** An observation with the check that made it and its place in lines and columns, from 1. */
export interface ManifestFinding extends Observation {
  /** The id of the check, see `manifestChecks`. */
  readonly check: string;
  readonly severity: Severity;
  readonly line: number;
  readonly column: number;
}

/** One check. Each is a file in `checks/`, named by its id, and is listed in `checks.ts`. */
export interface ManifestCheck extends Explained {
  readonly run: (
    manifest: Manifest,
    surroundings: Surroundings,
  ) => Promise<Observation[]> | Observation[];
}
