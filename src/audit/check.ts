import type { GuestPath, HostPath } from '../path.js';
import type { Observation, Severity } from './finding.js';
import type { Entry } from '../tree/index.js';

/** What checks look at. Gathered once for all of them; a check never writes to it or to the tree. */
export interface Subject {
  readonly root: HostPath;
  /** Where the tree will be on the platform. */
  readonly prefix: GuestPath;
  /** Everything in the tree, sorted by path. */
  readonly entries: readonly Entry[];
  /** Paths that exist only while building, and must not be found in an artifact. */
  readonly needles: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/** One check. Each is a file in `checks/`, named by its id, and is listed in `checks.ts`. */
export interface Check {
  /** Stable, for recipes that switch it off and for scripts: lower case, words joined by `-`. */
  readonly id: string;
  readonly severity: Severity;
  /** What it looks for, in one line. */
  readonly summary: string;
  /** Why that is a fault: what would happen to whom. */
  readonly explanation: string;
  /** What to do about a finding. */
  readonly remedy: string;
  readonly run: (subject: Subject) => Promise<Observation[]>;
}
