import { lstat, readlink } from 'node:fs/promises';
import { BuilderError, systemErrorCode } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { listTree } from '../../tree/index.js';
import { foldersOf, notAFolder, type Base, type Found } from './draft.js';

/** A folder of the machine. No link in it is followed. */
export function folderBase(root: HostPath): Base {
  return {
    name: (path) => path,
    find: async (path) => {
      for (const folder of foldersOf(path)) {
        const { kind, ...found } = await look(inHost(root, folder));
        if (kind === 'nothing') return { kind };
        if (kind === 'link') throw throughLink(path, folder, 'target' in found ? found.target : '');
        if (kind !== 'folder') throw notAFolder(folder);
      }
      return await look(inHost(root, path));
    },
    below: async (path) => {
      const { kind } = await look(inHost(root, path));
      if (kind === 'nothing') return [];
      if (kind !== 'folder') return [path];
      const entries = await listTree(inHost(root, path));
      return entries.flatMap((entry) =>
        entry.kind === 'directory' ? [] : [`${path}/${entry.path}`],
      );
    },
  };
}

async function look(path: HostPath): Promise<Found> {
  const stats = await lstat(path).catch((error: unknown) => {
    if (['ENOENT', 'ENAMETOOLONG'].includes(systemErrorCode(error) ?? '')) return undefined;
    throw error;
  });
  if (stats === undefined) return { kind: 'nothing' };
  if (stats.isDirectory()) return { kind: 'folder' };
  if (stats.isSymbolicLink()) return { kind: 'link', target: await readlink(path) };
  if (!stats.isFile()) return { kind: 'special' };
  return { kind: 'file', mode: stats.mode & 0o7777, size: stats.size, content: { file: path } };
}

function throughLink(path: string, link: string, target: string): BuilderError {
  return new BuilderError(
    'OVERLAY_MISMATCH',
    `${path} leads through the link ${link}, which leads to ${target}`,
    { hint: 'Name the file by the folder that it is really in.' },
  );
}
