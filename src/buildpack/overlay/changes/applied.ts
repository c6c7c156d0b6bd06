import { BuilderError } from '../../../error.js';
import { bytesOf, type Draft, type DraftFile } from '../draft.js';
import { readText, type FileText } from '../text.js';

/** What came of a change, for one file or folder. */
export interface Applied {
  readonly kind: 'replace' | 'patch' | 'add' | 'remove' | 'manifest';
  /** As messages call it: that of a zip's member is `vendor/x.zip!/member.py`. */
  readonly path: string;
  /** False: it was so already. */
  readonly changed: boolean;
  /** What was done or was there, in words, without the path. */
  readonly message: string;
  /** Set where somebody should have a look, though nothing failed. */
  readonly note?: string;
}

/**
 * The text of a file in a draft.
 * @throws BuilderError OVERLAY_MISMATCH when there is none, or it is no text
 */
export async function textAt(
  draft: Draft,
  path: string,
): Promise<{ file: DraftFile; text: FileText }> {
  const found = await draft.find(path);
  const name = draft.name(path);
  if (found.kind !== 'file') throw noFile(name, found);
  const text = readText(await bytesOf(name, found));
  if (text !== undefined) return { file: found, text };
  throw new BuilderError('OVERLAY_MISMATCH', `${name} is no text`, {
    hint: 'It has NUL bytes in it, and such files are only added and removed whole.',
  });
}

/** The refusal of a path at which something else than a file is, or nothing. */
export function noFile(
  name: string,
  found: { readonly kind: string; readonly target?: string },
): BuilderError {
  if (found.kind === 'link') {
    return new BuilderError('OVERLAY_MISMATCH', `${name} is a link to ${found.target ?? ''}`, {
      hint: 'Name the file that it leads to.',
    });
  }
  const what = found.kind === 'folder' ? 'is a folder, not a file' : 'is not there';
  return new BuilderError(
    'OVERLAY_MISMATCH',
    `${name} ${found.kind === 'special' ? 'is neither a file nor a folder' : what}`,
    { hint: 'The overlay is for another buildpack, or for another version of it.' },
  );
}
