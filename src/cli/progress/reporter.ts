import type { Event } from '../../event.js';

/** Shows events to somebody. */
export interface Reporter {
  show(event: Event): void;
  /** Leaves the terminal as a terminal should be. */
  close(): void;
}
