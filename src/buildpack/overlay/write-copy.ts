import { chmod, mkdir, writeFile } from 'node:fs/promises';
import nodePath from 'node:path';
import { BuilderError } from '../../error.js';
import { copyBytes } from '../../files/index.js';
import { inHost, type HostPath } from '../../path.js';
import { printable } from '../../text/index.js';
import { copyEntry, finishFolders, listTree } from '../../tree/index.js';
import { bytesOf, type DraftFile } from './draft.js';
import type { EditedZip, Workpiece } from './workpiece.js';
import { writeEdited } from './zip/write-edited.js';

/** What of a buildpack's folder is not copied: it is git's. */
export const LEFT_OUT = '.git';

/**
 * Writes a buildpack with its changes into a new folder. What isn't changed is copied with its mode and
 * times; links stay links. `.git` is left out.
 * @param target an empty folder
 * @throws BuilderError BUILDPACK_INVALID for what is neither a file nor a folder nor a link; errors of
 * the system; the signal's reason
 */
export async function writeCopy(
  piece: Workpiece,
  target: HostPath,
  signal?: AbortSignal,
): Promise<void> {
  const { root, folder } = piece;
  const zips = new Map([...piece.zips].filter(([, { draft }]) => draft.isChanged));
  const copying = { from: root, to: target, signal };
  const entries = (await listTree(root, signal)).filter(({ path }) => !isLeftOut(path));
  const kept = entries.filter(({ path }) => !folder.isTouched(path));
  for (const entry of kept) {
    signal?.throwIfAborted();
    const edited = zips.get(entry.path);
    if (edited !== undefined) await writeZipOf(inHost(target, entry.path), edited);
    else if (entry.kind === 'special') throw special(inHost(root, entry.path));
    else await copyEntry(copying, entry);
  }
  for (const [path, file] of folder.files()) {
    signal?.throwIfAborted();
    const to = inHost(target, path);
    await mkdir(nodePath.dirname(to), { recursive: true });
    const edited = zips.get(path);
    if (edited === undefined) await writeDraftFile(path, file, to, signal);
    else await writeZipOf(to, edited);
  }
  await finishFolders(copying, kept);
}

/** Whether a path of a buildpack isn't copied. */
function isLeftOut(path: string): boolean {
  return path === LEFT_OUT || path.startsWith(`${LEFT_OUT}/`);
}

function special(path: HostPath): BuilderError {
  return new BuilderError(
    'BUILDPACK_INVALID',
    `${printable(path)} can't be copied: it is neither a file nor a folder nor a link`,
    { hint: 'Remove it. No buildpack needs such a thing, and no zip can hold it.' },
  );
}

async function writeZipOf(target: HostPath, { zip, draft, mode }: EditedZip): Promise<void> {
  await writeEdited(zip, draft, target);
  await chmod(target, mode);
}

async function writeDraftFile(
  path: string,
  file: DraftFile,
  to: HostPath,
  signal: AbortSignal | undefined,
): Promise<void> {
  if ('file' in file.content) {
    await copyBytes(file.content.file, to, { signal });
  } else await writeFile(to, await bytesOf(path, file));
  await chmod(to, file.mode);
}
