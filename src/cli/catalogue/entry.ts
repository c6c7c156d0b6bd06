import type { Flag } from '../describe/flag.js';
import type { Group } from '../describe/groups.js';

/** What is known of a verb or subverb without loading it. */
export interface VerbEntry {
  /** A subverb's with its verb's before it: `manifest update`. */
  readonly name: string;
  /** Of verbs alone. */
  readonly group?: Group;
  readonly sentence: string;
  readonly help?: string;
  /** The words behind it. */
  readonly usage: string;
  readonly examples: readonly string[];
  /** Its own; those that every verb has stand once for all. */
  readonly flags: readonly Flag[];
}
