import type { Arch } from '../../architecture.js';
import type { Manifest, ManifestEntry } from './manifest.js';
import { toldArch } from './told-arch.js';

/**
 * The stacks that an entry is said to be for. Those of packaged buildpacks don't say it, since the whole
 * manifest is for one; undefined when that doesn't either.
 */
export function toldStacks(manifest: Manifest, entry: ManifestEntry): string[] | undefined {
  const own = entry.stacks?.value.map(({ value }) => value);
  return own ?? (manifest.stack === undefined ? undefined : [manifest.stack.value]);
}

/** The stacks of an entry, as {@link toldStacks}; none when nothing says it. */
export function stacksOf(manifest: Manifest, entry: ManifestEntry): string[] {
  return toldStacks(manifest, entry) ?? [];
}

/** The architecture that an entry tells, if it is for one. */
export function archOf(manifest: Manifest, entry: ManifestEntry): Arch | undefined {
  const told = toldArch(entry.uri?.value, stacksOf(manifest, entry));
  return told === 'every' ? undefined : told;
}
