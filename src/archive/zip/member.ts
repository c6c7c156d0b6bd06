import type { HostPath } from '../../path.js';

/** What a zip has at one path. */
export type ZipMember = {
  /** With slashes, relative, without `.` and `..`; a folder's has no slash at its end. */
  readonly path: string;
} & (
  | {
      readonly kind: 'file';
      /** Permission bits. */
      readonly mode: number;
      readonly content: ZipContent;
    }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'folder' }
);

/** The bytes of a file: one of the machine, which is read when it is written, or those themselves. */
export type ZipContent = { readonly file: HostPath } | { readonly bytes: Uint8Array };
