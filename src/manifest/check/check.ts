import type { Explained, Severity } from '../../text/index.js';
import type { ArtifactRecord } from '../../store/index.js';
import type { CheckSetting, Manifest, Range } from '../model/index.js';
import type { FetchedUri } from './fetch.js';

/** What checks know beside the manifest. Gathered once for all of them. */
export interface Surroundings {
  /** The stacks that there are. */
  readonly stacks: readonly NamedStack[];
  /** The day on which versions are past their deprecation date, or not yet. */
  readonly today: Date;
  /** Whether a pattern matches something in the buildpack's folder; undefined when it lies in none. */
  readonly files?: ((glob: string) => Promise<boolean>) | undefined;
  /** What is known of what was built; undefined when nobody asked to compare. */
  readonly records?: readonly ArtifactRecord[];
  /** What came of downloading every uri; undefined when nobody asked for that. */
  readonly fetched?: readonly FetchedUri[] | undefined;
  /** Names of dependencies that installers take one version of. */
  readonly singleVersions?: readonly string[];
  /** The package that is to be made; undefined when none is. */
  readonly package?: WantedPackage | undefined;
  /** How much checks matter, where it isn't as much as they say; of two for one check the last counts. */
  readonly settings?: readonly CheckSetting[];
}

/** A name of a stack. */
export interface NamedStack {
  readonly name: string;
  /** Whether it tells in the name of a file that the file is for it. */
  readonly inFileNames: boolean;
}

/** What checks know of a package that is to be made. */
export interface WantedPackage {
  /** The one that it is for; undefined: for any. */
  readonly stack: string | undefined;
  /** Names of dependencies that it goes without. */
  readonly leftOut: ReadonlySet<string>;
}

/** Something that a check saw in a manifest. */
export interface Observation {
  readonly range: Range;
  /** What is wrong, in one line; never with credentials. */
  readonly message: string;
  /** Where it matters less than what the check finds otherwise. */
  readonly severity?: Severity;
}

/** An observation with the check that made it and its place in lines and columns, from 1. */
export interface ManifestFinding extends Observation {
  /** The id of the check, see `manifestChecks`. */
  readonly check: string;
  readonly severity: Severity;
  readonly line: number;
  readonly column: number;
}

/** What came of checking a manifest. */
export interface CheckReport {
  /** Sorted by place. */
  readonly findings: readonly ManifestFinding[];
  /** What was set, by check, and how many findings that was said of. */
  readonly settings: readonly (CheckSetting & { readonly findings: number })[];
}

/** One check. Each is a file in `checks/`, named by its id, and is listed in `checks.ts`. */
export interface ManifestCheck extends Explained {
  readonly run: (
    manifest: Manifest,
    surroundings: Surroundings,
  ) => Promise<Observation[]> | Observation[];
}
