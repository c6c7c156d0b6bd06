import {
  chmod,
  constants,
  copyFile,
  lstat,
  lutimes,
  mkdir,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import nodePath from 'node:path';
import { BuilderError } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { printable } from '../../text/index.js';
import { listTree, type Entry } from '../../tree/index.js';
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
  const entries = (await listTree(root, signal)).filter(({ path }) => !isLeftOut(path));
  const kept = entries.filter(({ path }) => !folder.isTouched(path));
  for (const entry of kept) {
    signal?.throwIfAborted();
    const edited = zips.get(entry.path);
    if (edited === undefined) await copyEntry(root, target, entry);
    else await writeZipOf(inHost(target, entry.path), edited);
  }
  for (const [path, file] of folder.files()) {
    signal?.throwIfAborted();
    const to = inHost(target, path);
    await mkdir(nodePath.dirname(to), { recursive: true });
    const edited = zips.get(path);
    if (edited === undefined) await writeDraftFile(path, file, to);
    else await writeZipOf(to, edited);
  }
  // Last and from below, since what comes into a folder changes its time.
  for (const { kind, path } of kept.toReversed()) {
    if (kind !== 'directory') continue;
    const { mode, atime, mtime } = await lstat(inHost(root, path));
    await chmod(inHost(target, path), mode & 0o7777);
    await utimes(inHost(target, path), atime, mtime);
  }
}

/** Whether a path of a buildpack isn't copied. */
function isLeftOut(path: string): boolean {
  return path === LEFT_OUT || path.startsWith(`${LEFT_OUT}/`);
}

async function copyEntry(root: HostPath, target: HostPath, entry: Entry): Promise<void> {
  const [from, to] = [inHost(root, entry.path), inHost(target, entry.path)];
  switch (entry.kind) {
    case 'directory':
      await mkdir(to, { recursive: true, mode: 0o700 });
      break;
    case 'link': {
      const { atime, mtime } = await lstat(from);
      await symlink(entry.target, to);
      await lutimes(to, atime, mtime);
      break;
    }
    case 'file':
      await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      await chmod(to, entry.mode);
      await utimes(to, entry.accessed, entry.modified);
      break;
    case 'special':
      throw new BuilderError(
        'BUILDPACK_INVALID',
        `${printable(from)} can't be copied: it is neither a file nor a folder nor a link`,
        { hint: 'Remove it. No buildpack needs such a thing, and no zip can hold it.' },
      );
  }
}

async function writeZipOf(target: HostPath, { zip, draft, mode }: EditedZip): Promise<void> {
  await writeEdited(zip, draft, target);
  await chmod(target, mode);
}

async function writeDraftFile(path: string, file: DraftFile, to: HostPath): Promise<void> {
  if ('file' in file.content) {
    await copyFile(file.content.file, to, constants.COPYFILE_FICLONE);
  } else await writeFile(to, await bytesOf(path, file));
  await chmod(to, file.mode);
}
