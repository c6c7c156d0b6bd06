import { compareVersions } from '../../version/index.js';
import { type Manifest, type Module } from '../../manifest/model/index.js';
import type { HostPath } from '../../path.js';
import { openBuildpack } from './open.js';

/** What the release notes of a buildpack tell. */
export interface BuildpackSummary {
  readonly language: string | undefined;
  /** The one stack that it is packaged for. */
  readonly stack: string | undefined;
  /** Sorted by name, version and stacks. */
  readonly binaries: readonly {
    readonly name: string;
    readonly version: string;
    readonly stacks: readonly string[];
    readonly modules: readonly Module[];
  }[];
  readonly defaults: readonly { readonly name: string; readonly version: string }[];
}

/**
 * The packaged binaries and default versions of a buildpack's folder or zip.
 * @throws BuilderError USAGE, MANIFEST_INVALID, BUILDPACK_INVALID, ARTIFACT_TOO_LARGE
 */
export async function summarizeBuildpack(
  path: HostPath,
  signal?: AbortSignal,
): Promise<BuildpackSummary> {
  return summaryOf((await openBuildpack(path, signal)).manifest);
}

/** See {@link summarizeBuildpack}. */
function summaryOf({ language, stack, entries, defaults }: Manifest): BuildpackSummary {
  const binaries = entries.map(({ name, version, stacks, modules }) => ({
    name: name?.value ?? '',
    version: version?.value ?? '',
    stacks: stacks?.value.map(({ value }) => value) ?? (stack === undefined ? [] : [stack.value]),
    modules: modules.toSorted((a, b) => inOrder(a.name, b.name)),
  }));
  return {
    language: language?.value,
    stack: stack?.value,
    binaries: binaries.sort(
      (a, b) =>
        inOrder(a.name, b.name) ||
        compareVersions(a.version, b.version) ||
        inOrder(a.stacks.join(' '), b.stacks.join(' ')),
    ),
    defaults: defaults.map(({ name, version }) => ({
      name: name?.value ?? '',
      version: version?.value ?? '',
    })),
  };
}

function inOrder(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
