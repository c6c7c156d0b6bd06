import type { Stats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { BuilderError } from '../error.js';
import { inHost, type HostPath } from '../path.js';
import { normalMode, type Entry } from '../archive/tar/index.js';

/** A file that is packed with the tree without being in it. */
export interface ExtraFile {
  /** Relative to the tree; takes the place of a file with the same path. */
  readonly path: string;
  readonly content: string;
}

/** One thing found in the tree, before hard links are known. */
type Found = Exclude<Entry, { type: 'link' }> & { readonly inode?: string };

/**
 * The members of a tree's tar, in their order: by the bytes of the names, a directory right before
 * what is in it, as GNU tar's `--sort=name` has them. Of several hard links the first is the file.
 * @throws BuilderError NOT_PACKABLE for what a tar of ours can't hold: sockets, devices, names
 * that are not UTF-8
 */
export async function listEntries(
  tree: HostPath,
  extra: readonly ExtraFile[] = [],
  signal?: AbortSignal,
): Promise<Entry[]> {
  const extras = extra.map(({ path, content }): Found => {
    const bytes = Buffer.from(content);
    return { type: 'file', path, mode: 0o644, size: bytes.length, content: bytes };
  });
  const replaced = new Set(extras.map(({ path }) => path));
  const found = (await walk(tree, '', signal)).filter(({ path }) => !replaced.has(path));
  return joinHardLinks(inOrder([...found, ...extras]));
}

/** Sorts by path as if the slash came before every other character. */
function inOrder(found: readonly Found[]): Found[] {
  return found
    .map((entry) => ({ entry, key: Buffer.from(entry.path.replaceAll('/', '\0')) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ entry }) => entry);
}

function joinHardLinks(found: readonly Found[]): Entry[] {
  const firstNames = new Map<string, string>();
  return found.map(({ inode, ...entry }) => {
    if (inode === undefined || entry.type !== 'file') return entry;
    const target = firstNames.get(inode);
    if (target !== undefined) return { type: 'link', path: entry.path, target, mode: entry.mode };
    firstNames.set(inode, entry.path);
    return entry;
  });
}

async function walk(tree: HostPath, folder: string, signal?: AbortSignal): Promise<Found[]> {
  signal?.throwIfAborted();
  const names = await readdir(inHost(tree, folder), { encoding: 'buffer' });
  const found = await Promise.all(
    names.map(async (name) => {
      const shown = inFolder(folder, name.toString());
      const path = inFolder(folder, decode(name, shown));
      const entry = await describe(tree, path);
      signal?.throwIfAborted();
      return entry.type === 'directory' ? [entry, ...(await walk(tree, path, signal))] : [entry];
    }),
  );
  return found.flat();
}

async function describe(tree: HostPath, path: string): Promise<Found> {
  const absolute = inHost(tree, path);
  const stats = await lstat(absolute);
  if (stats.isDirectory()) return { type: 'directory', path };
  if (stats.isSymbolicLink()) {
    const target = await readlink(absolute, { encoding: 'buffer' });
    return { type: 'symlink', path, target: decode(target, path) };
  }
  if (!stats.isFile()) throw unpackable(path, `it is ${kindOf(stats)}`);
  return {
    type: 'file',
    path,
    mode: normalMode(stats.mode),
    size: stats.size,
    content: absolute,
    ...(stats.nlink > 1 && { inode: `${stats.dev}:${stats.ino}` }),
  };
}

function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function decode(bytes: Buffer, path: string): string {
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) throw unpackable(path, 'its name or target is not UTF-8');
  return text;
}

function kindOf(stats: Stats): string {
  if (stats.isSocket()) return 'a socket';
  if (stats.isFIFO()) return 'a named pipe';
  return 'a device';
}

function unpackable(path: string, reason: string): BuilderError {
  return new BuilderError('NOT_PACKABLE', `cannot pack ${path}: ${reason}`, {
    hint: 'An artifact holds files, directories and links only: remove it in the recipe, with prune.',
  });
}
