import type { DownloadLimits } from '../../download.js';
import type { Emit } from '../../event.js';
import type { Measure } from '../../files/index.js';
import type { Names } from '../../network/index.js';
import type { Landing } from './landing.js';

/** What an origin gave: a file at its landing, not verified yet. */
export interface Received extends Measure {
  /** The name that the origin gives the file. */
  fileName: string;
  /** Whether some of the bytes are of an earlier attempt. */
  resumed: boolean;
  /** Whether the origin says that it is an HTML page. */
  html: boolean;
}

/** What it takes to receive from an origin. */
export interface Receiving {
  landing: Landing;
  emit: Emit;
  /** The id of the build that it is received for, if it is for one. */
  build?: string | undefined;
  /** Ends it, also when the time is up. */
  signal: AbortSignal;
  limits: DownloadLimits;
  names: Names;
  environment: Readonly<Record<string, string | undefined>>;
}
