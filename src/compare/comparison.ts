import type { Cause } from './cause.js';

/** Something of each of the two artifacts. */
export interface Pair<T> {
  before: T;
  after: T;
}

/**
 * How two artifacts differ. Pure data, for `JSON.stringify` too: what there is none of is `null`.
 * `tar` is about what is in the gzip files, where it can be read.
 */
export type Comparison =
  | { same: true; sha256: string }
  | {
      same: false;
      sha256: Pair<string>;
      /** Bytes. */
      size: Pair<number>;
      tar: { same: boolean; sha256: Pair<string> } | null;
      differences: Difference[];
    };

/** One difference, by the layer that it is in, outermost first. */
export type Difference =
  /** `note`: why the two could not be looked into. */
  | { in: 'file'; note: string; bytes: ByteDifference }
  | { in: 'gzip'; part: Part }
  | { in: 'tar'; part: Part }
  | { in: 'content'; path: string; content: Content };

/** How one file of the artifacts differs. */
export type Content =
  /** A unified diff without file names; `omitted`: how many of its lines were cut off its end. */
  | { kind: 'text'; diff: string[]; omitted: number; cause: Cause | null }
  /** `omitted`: how many parts more there are. */
  | { kind: 'parts'; format: Format; parts: Part[]; omitted: number }
  /** `note`: what was tried and why it failed. */
  | { kind: 'bytes'; bytes: ByteDifference; note: string | null }
  /** Only named: there are too many of them, or it isn't in the unpacked trees. */
  | { kind: 'unopened'; reason: 'limit' | 'unreachable' };

/** The formats that are looked into. */
export type Format = 'elf' | 'ar' | 'zip' | 'gzip' | 'pyc';

/** How a part of a file differs: a member of an archive, a section, a header. */
export type Part =
  | { kind: 'only'; name: string; side: keyof Pair<unknown>; size: number }
  /** `position`: of the first of the common parts that is another one there, from 1. */
  | { kind: 'order'; position: number; before: string; after: string }
  | { kind: 'fields'; name: string; fields: FieldChange[] }
  | { kind: 'bytes'; name: string; bytes: ByteDifference };

/** What a part says of itself, and says otherwise in the other artifact; `null` where it says nothing. */
export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
  cause: Cause | null;
}

/** Where bytes differ. */
export interface ByteDifference {
  /** Of the first byte that differs, from the beginning of what was compared. */
  offset: number;
  /** How many bytes differ within the length that both have. */
  count: number;
  /** Bytes compared, on either side. */
  size: Pair<number>;
  /** Up to 16 bytes from the offset on, in hex. */
  hex: Pair<string>;
  /** The printable text that the first differing byte belongs to, where there is one on both sides. */
  text: Pair<string> | null;
  cause: Cause | null;
}
