import type { AskedChecks, NamedStack } from '../../manifest/check/index.js';
import type { LimitValue } from '../../limit.js';
import type { HostPath } from '../../path.js';
import type { Layout } from './layout.js';

/** A package that is wanted. */
export interface PackageRequest {
  /** The buildpack: a folder with a manifest.yml. */
  readonly directory: HostPath;
  /** Whether the dependencies are in it. */
  readonly cached: boolean;
  readonly stack: { readonly kind: 'one'; readonly name: string } | { readonly kind: 'any' };
  /** Of the buildpack; what its file VERSION says unless given. */
  readonly version?: string | undefined;
  readonly outputDirectory: HostPath;
  /** Instead of the buildpack's own manifest. */
  readonly manifest?: HostPath | undefined;
  /** Unless given, what the manifest is written for. */
  readonly layout?: Layout | undefined;
  /** One of `packaging_profiles`. */
  readonly profile?: string | undefined;
  /** Names of dependencies that stay although the profile leaves them out. */
  readonly include: readonly string[];
  /** Names of dependencies that are left out. */
  readonly exclude: readonly string[];
  /** How the manifest is checked; undefined: it isn't. */
  readonly check: (AskedChecks & { readonly stacks: readonly NamedStack[] }) | undefined;
  /** Dependencies are looked for in its `artifacts/` first, by the records in its `checksums/`. */
  readonly artifacts: HostPath;
  /** Names of query fields that are secrets, beside those that are known. */
  readonly secretQuery?: readonly string[];
  /** How many seconds `pre_package` may take; USUAL_TIME unless given. */
  readonly scriptTime?: LimitValue | undefined;
}

/** A zip that was written. */
export interface PackagedBuildpack {
  readonly path: HostPath;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly md5: string;
  readonly language: string;
  readonly version: string;
  readonly cached: boolean;
  /** Undefined: for any. */
  readonly stack: string | undefined;
  readonly layout: Layout;
  /** How many files and links are in it, dependencies included. */
  readonly files: number;
  /** How many dependencies are in it. */
  readonly dependencies: number;
}
