import type { DownloadLimits } from '../download.js';
import type { Emit } from '../event.js';
import type { CacheFolders } from './cache.js';

/** What all work needs of its surroundings. It is handed down whole; what needs more extends it. */
export interface Context {
  readonly folders: CacheFolders;
  readonly emit: Emit;
  /** Ends whatever is under way, and everything that it started; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** What was said of the limits of downloads. No part of any plan. */
  readonly download?: Partial<DownloadLimits>;
}
