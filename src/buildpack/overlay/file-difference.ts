import { bytesOf, type Difference, type Draft, type DraftFile } from './draft.js';
import { readText } from './text.js';

/** What a file is, or was. */
export interface FileState {
  /** Permission bits; undefined for a link. */
  readonly mode: number | undefined;
  /** Undefined for what is no text or too long to be shown. */
  readonly text: string | undefined;
  /** What it is in words, where it has no text to show: `a link to compile`. */
  readonly words: string;
}

/** A file that was changed; undefined: it isn't there. */
export interface FileDifference {
  /** As messages call it: that of a zip's member is `vendor/x.zip!/member.py`. */
  readonly path: string;
  readonly before: FileState | undefined;
  readonly after: FileState | undefined;
}

/** Bytes of a text that is shown. */
const MOST_SHOWN = 1024 * 1024;

/** Reads the texts of what was changed. */
export async function describeAll(
  differences: readonly (Difference & { readonly draft: Draft })[],
): Promise<FileDifference[]> {
  const described: FileDifference[] = [];
  for (const { path, draft, before, after } of differences) {
    const name = draft.name(path);
    described.push({
      path: name,
      before: before === undefined ? undefined : await stateOf(name, before),
      after: after === undefined ? undefined : await stateOf(name, { kind: 'file', ...after }),
    });
  }
  return described;
}

async function stateOf(name: string, found: NonNullable<Difference['before']>): Promise<FileState> {
  if (found.kind === 'link') {
    return { mode: undefined, text: undefined, words: `a link to ${found.target}` };
  }
  if (found.kind === 'special') {
    return { mode: undefined, text: undefined, words: 'neither a file nor a link' };
  }
  const words = `a file of ${found.size} bytes`;
  return { mode: found.mode, text: await shownText(name, found), words };
}

async function shownText(name: string, file: DraftFile): Promise<string | undefined> {
  if (file.size > MOST_SHOWN) return undefined;
  return readText(await bytesOf(name, file))?.whole;
}
