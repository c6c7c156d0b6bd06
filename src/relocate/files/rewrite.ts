import { createReadStream } from 'node:fs';
import { open, readFile, rm, writeFile } from 'node:fs/promises';

import { copyBytes } from '../../files/index.js';
import { inHost, type HostPath } from '../../path.js';
import { relocateText, type TextContext } from '../text/relocate-text.js';
import { rewriteStream } from '../text/stream.js';
import { keepingAttributes } from './attributes.js';
import { type Content, contentOf, type FileEntry, HEAD_BYTES } from '../../tree/index.js';

/** Longer texts are rewritten piece by piece, and only their paths; no `.la` or script is that long. */
const WHOLE_BYTES = 4 * 1024 * 1024;
const PIECE_BYTES = 256 * 1024;

/** Bytes as text and back without loss, whatever the encoding: every byte is one character. */
const BYTES = 'latin1';

/** What a file turned out to be, and whether it was changed. */
interface Rewritten {
  content: Content;
  changed: boolean;
}

/**
 * Brings a file to the prefix if it is text. The file is written in place, so that its hard links
 * stay links to it; a file without anything to change isn't written.
 */
export async function rewriteFile(
  root: HostPath,
  file: FileEntry,
  tree: TextContext,
  signal?: AbortSignal,
): Promise<Rewritten> {
  const path = inHost(root, file.path);
  const content = contentOf(await readHead(path));
  if (content !== 'text') return { content, changed: false };
  const rewrite = file.size <= WHOLE_BYTES ? rewriteWhole : rewriteLong;
  return { content, changed: await rewrite(root, file, tree, signal) };
}

async function rewriteWhole(root: HostPath, file: FileEntry, tree: TextContext): Promise<boolean> {
  const path = inHost(root, file.path);
  const text = await readFile(path, BYTES);
  const relocated = relocateText(file.path, text, tree);
  if (relocated === text) return false;
  await keepingAttributes(root, [file], () => writeFile(path, relocated, BYTES));
  return true;
}

async function rewriteLong(
  root: HostPath,
  file: FileEntry,
  tree: TextContext,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const path = inHost(root, file.path);
  const temporary = inHost(root, `${file.path}.relocated-by-binary-builder`);
  const pieces = createReadStream(path, { encoding: BYTES, highWaterMark: PIECE_BYTES });
  const copy = await open(temporary, 'wx');
  let moved = 0;
  try {
    try {
      for await (const piece of rewriteStream(pieces, tree.map)) {
        signal?.throwIfAborted();
        await copy.writeFile(piece.text, BYTES);
        moved += piece.moved;
      }
    } finally {
      await copy.close();
    }
    if (moved === 0) return false;
    await keepingAttributes(root, [file], () => copyBytes(temporary, path, { signal }));
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function readHead(path: HostPath): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
