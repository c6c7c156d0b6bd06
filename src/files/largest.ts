import prettyBytes from 'pretty-bytes';

/** What is read whole, in bytes: far above whatever people or programs of ours write. */
export const LARGEST = {
  /** A document of YAML: one as people write them takes half a second. */
  document: 1024 ** 2,
  /** A manifest: ten thousand entries. */
  manifest: 4 * 1024 ** 2,
  /** A text that is taken as it is, such as a patch. */
  text: 8 * 1024 ** 2,
  /** JSON beside a record: one that lists every file of the largest artifact. */
  json: 128 * 1024 ** 2,
} as const;

/** Why something of this size isn't read, as the end of a sentence; undefined when it is. */
export function whyTooLarge(size: number, most: number): string | undefined {
  return size <= most
    ? undefined
    : `is too large to be read: ${prettyBytes(size)}, ${prettyBytes(most)} at most`;
}
