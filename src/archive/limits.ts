/** How much an archive may be once it is unpacked. */
export interface Limits {
  /** Files, folders and links. */
  readonly members: number;
  /** Bytes of the tar: contents, headers and all. */
  readonly bytes: number;
  /** Bytes of one name, or of one link's target. */
  readonly nameBytes: number;
}

/** Far above any artifact or source, and below what fills a disk or the memory. */
export const DEFAULT_LIMITS: Limits = {
  members: 500_000,
  bytes: 8 * 1024 ** 3,
  nameBytes: 1024,
};

/** How much one of the limits is, as the end of «it has more than …». */
export function limitWords(limit: 'members' | 'bytes', limits: Limits): string {
  return limit === 'members'
    ? `${limits.members} members`
    : `${limits.bytes} bytes when it is decompressed`;
}
