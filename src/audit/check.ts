import type { Arch } from '../architecture.js';
import type { ElfDetails, RunTool } from '../elf/index.js';
import type { Explained } from '../text/index.js';
import type { GuestPath, HostPath } from '../path.js';
import type { Catalogue } from '../stack/index.js';
import type { Entry } from '../tree/index.js';
import type { Observation } from './finding.js';

/** What checks look at. Gathered once for all of them; a check never writes to it or to the tree. */
export interface Subject {
  readonly root: HostPath;
  /** Where the tree will be on the platform. */
  readonly prefix: GuestPath;
  readonly arch: Arch;
  /** Everything in the tree, sorted by path. */
  readonly entries: readonly Entry[];
  /** Every ELF file of the tree, sorted by path; of several hard links only the first. */
  readonly elf: readonly ElfDetails[];
  /** Files that begin like ELF files, and that readelf can't read. */
  readonly unreadable: readonly string[];
  /** Where the tree has libraries for its architecture: directories by file name, `.` for the root; see `librariesOf`. */
  readonly libraries: ReadonlyMap<string, readonly string[]>;
  /** What the stack offers to the tree at run time. */
  readonly stack: Catalogue;
  /** Paths that exist only while building, and must not be found in an artifact. */
  readonly needles: readonly string[];
  /** The time that every file of the artifact has or will have, in seconds since 1970. */
  readonly epoch: number;
  /** How many tests the artifact's plan has; undefined for a tree without a plan. */
  readonly tests: number | undefined;
  /** The last artifact of the same line, if there is one. */
  readonly previous: PreviousArtifact | undefined;
  /** Runs a program of the stack, toolchain included, with the tree at its prefix, read-only; the working directory is the tree. */
  readonly run: RunTool;
  /** See {@link AuditOptions.packagesOf}. */
  readonly packagesOf?: PackagesOf;
  readonly signal?: AbortSignal;
}

/** The Debian packages that have files of these names, by name, as far as that is known. */
export type PackagesOf = (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** An artifact of the same name, stack, architecture and line, to be compared with. */
export interface PreviousArtifact {
  readonly version: string;
  /** The version of the artifact that is audited: paths are compared without either. */
  readonly currentVersion: string;
  /** Bytes of all its files together, unpacked. */
  readonly size: number;
  /** Paths of all that is in it, directories not included. */
  readonly files: readonly string[];
}

/** One check. Each is a file in `checks/`, named by its id, and is listed in `checks.ts`. */
export interface Check extends Explained {
  readonly run: (subject: Subject) => Promise<Observation[]> | Observation[];
}
