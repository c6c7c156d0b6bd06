import type { Change } from './change.js';
import type { Facts, Wishes } from './decide/facts.js';

/** What an update goes by. */
export interface UpdateOptions extends Wishes, Pick<Facts, 'released'> {}

/** A manifest as it should be. */
export interface Update {
  /** The same text when there is nothing to change. */
  readonly text: string;
  readonly changes: readonly Change[];
  /**
   * One line each: what was left as it is although a record or a policy says something else, and
   * why; and the keys that somebody has to fill in.
   */
  readonly notes: readonly string[];
}
