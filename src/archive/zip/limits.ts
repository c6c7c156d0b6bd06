import { DEFAULT_LIMITS } from '../index.js';

/** How much a zip may be once it is unpacked. */
export interface ZipLimits {
  /** Files, folders and links. */
  readonly members: number;
  /** Bytes of all contents together. */
  readonly bytes: number;
  /** Bytes of one path, or of one link's target. */
  readonly nameBytes: number;
}

/** Those of artifacts: far above any buildpack, and below what fills a disk or the memory. */
export const ZIP_LIMITS: ZipLimits = DEFAULT_LIMITS;
