import type { HostPath } from '../path.js';
import type { Entry } from '../archive/tar/index.js';
import { listEntries, type ExtraFile } from './tree.js';

/** One member of an artifact; `path` is relative to its root, without a slash at its end. */
export type ContentsMember =
  | { readonly path: string; readonly kind: 'directory' }
  /** `size` in bytes. */
  | { readonly path: string; readonly kind: 'file'; readonly mode: number; readonly size: number }
  | { readonly path: string; readonly kind: 'link'; readonly target: string }
  /** A further name of the file at `target`, another member's path. */
  | {
      readonly path: string;
      readonly kind: 'hardlink';
      readonly mode: number;
      readonly target: string;
    };

/** What is in an artifact. */
export interface Contents {
  /** Bytes of all files; what has several names counts once. */
  readonly size: number;
  /** In the order in which they are packed. */
  readonly members: readonly ContentsMember[];
}

/**
 * What {@link packTree} packs of a tree.
 * @param extra files that are packed with the tree without being in it
 * @throws BuilderError NOT_PACKABLE for a tree that can't be packed
 */
export async function listContents(
  tree: HostPath,
  extra: readonly ExtraFile[] = [],
): Promise<Contents> {
  const members = (await listEntries(tree, extra)).map(memberOf);
  const size = members.reduce((sum, it) => sum + (it.kind === 'file' ? it.size : 0), 0);
  return { size, members };
}

function memberOf(entry: Entry): ContentsMember {
  const { path } = entry;
  switch (entry.type) {
    case 'directory':
      return { path, kind: 'directory' };
    case 'file':
      return { path, kind: 'file', mode: entry.mode, size: entry.size };
    case 'symlink':
      return { path, kind: 'link', target: entry.target };
    case 'link':
      return { path, kind: 'hardlink', mode: entry.mode, target: entry.target };
  }
}
