import type { Range } from '../model/index.js';
import type { Splice } from './text/splice.js';

/** Changes of a manifest's text, with what of it they concern: so that nothing shared is changed unseen. */
export interface Edit {
  readonly splices: readonly Splice[];
  /** What has another value afterwards. */
  readonly changed: readonly Range[];
  /** What isn't there afterwards. */
  readonly removed: readonly Range[];
}

/** What goes out of a list, and what comes into it. */
export interface ListChange<Item, Newcomer> {
  readonly gone: ReadonlySet<Item>;
  readonly coming: readonly Newcomer[];
}

/** The edit that leaves all as it is. */
export const NO_EDIT: Edit = { splices: [], changed: [], removed: [] };

/** One edit of several. */
export function joinEdits(edits: readonly Edit[]): Edit {
  return {
    splices: edits.flatMap(({ splices }) => splices),
    changed: edits.flatMap(({ changed }) => changed),
    removed: edits.flatMap(({ removed }) => removed),
  };
}
