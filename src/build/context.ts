import type { Emit } from '../event.js';
import type { CacheFolders } from '../store/index.js';

/** What builds need of their surroundings. */
export interface BuildContext {
  folders: CacheFolders;
  emit: Emit;
  /** Ends whatever is under way, and everything that it started. */
  signal?: AbortSignal;
}
