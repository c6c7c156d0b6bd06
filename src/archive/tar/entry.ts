import type { HostPath } from '../../path.js';

/** One member of the tar, everything decided. `path` is relative to the tree, without a slash at its end. */
export type Entry =
  | { readonly type: 'directory'; readonly path: string }
  | { readonly type: 'symlink'; readonly path: string; readonly target: string }
  /** A further name of the file at `target`, another member's path. */
  | { readonly type: 'link'; readonly path: string; readonly target: string; readonly mode: Mode }
  | {
      readonly type: 'file';
      readonly path: string;
      readonly mode: Mode;
      /** Bytes. */
      readonly size: number;
      readonly content: HostPath | Buffer;
    };

/** Permission bits of a file in the tar; there are no others. */
export type Mode = 0o644 | 0o755;

/** Whether anybody may execute it is all that is kept of a file's permissions. */
export function normalMode(mode: number): Mode {
  return (mode & 0o111) === 0 ? 0o644 : 0o755;
}
