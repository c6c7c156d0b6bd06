import type { HostPath } from '../../src/path.js';
import type { Surroundings } from '../e2e/cli.js';

/** A run that writes, and that no fault may spoil. */
export interface Scenario {
  readonly name: string;
  /** Everything of it is below this folder: working directory, cache and temporary files. */
  readonly folder: HostPath;
  /** An empty folder, where what it begins with is kept. */
  readonly aside: HostPath;
  readonly surroundings: Surroundings & { readonly cwd: HostPath; readonly cache: HostPath };
  readonly args: readonly string[];
  /** What is run after a fault; the same again unless it says otherwise. */
  readonly next?: readonly string[];
  /** What differs from one good run to the next, by its path below the folder. */
  readonly varies?: (path: string) => boolean;
  /** What was there before and may be there still. */
  readonly mayStay?: (path: string) => boolean;
}
