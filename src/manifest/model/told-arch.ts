import type { Arch } from '../../architecture.js';
import { archOfStack, archOfUri, isForEveryArch } from './arch-of-uri.js';

/** What an entry is for; `every`: it is the same for all architectures. */
export type EntryArch = Arch | 'every';

/**
 * The architecture that an entry tells: by the file name in its uri, or else by its stacks, if the names
 * of all of them end with the same one. Undefined when it tells none.
 */
export function toldArch(
  uri: string | undefined,
  stacks: readonly string[] | undefined,
): EntryArch | undefined {
  const byName = uri === undefined ? undefined : archOfUri(uri);
  if (byName !== undefined) return byName;
  const [first, ...others] = (stacks ?? []).map((stack) => archOfStack(stack)?.arch);
  if (first !== undefined && others.every((other) => other === first)) return first;
  return uri !== undefined && isForEveryArch(uri) ? 'every' : undefined;
}

/** The architectures that a manifest's entries tell. */
export function toldArchs(entries: Iterable<{ readonly arch: EntryArch | undefined }>): Set<Arch> {
  const told = new Set<Arch>();
  for (const { arch } of entries) if (arch !== undefined && arch !== 'every') told.add(arch);
  return told;
}
