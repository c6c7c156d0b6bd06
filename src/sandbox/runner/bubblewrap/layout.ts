import { lstat, readdir, readlink } from 'node:fs/promises';
import nodePath from 'node:path';
import { BuilderError, systemErrorCode } from '../../../error.js';
import { inHost, type HostPath } from '../../../path.js';

/** Something that is laid over a root at a place that the root need not have. */
export interface Overlay {
  /** Where, as an absolute path inside. */
  at: string;
  /** bubblewrap's arguments that put it there, less the place. */
  option: readonly string[];
}

/** More symbolic links than this in one path are a circle, as for the kernel. */
const MOST_LINKS = 40;

/**
 * bubblewrap's arguments that show a root, read-only, with things laid over it.
 *
 * A mount point has to exist, and a root that many builds share can't be written to. So the root
 * directory is a new one, into which the root's own entries are bound one by one; and every
 * directory on the way to a mount point is made in the same manner.
 * @param options `place`: where in the sandbox, if not at `/`; `at`: where bubblewrap finds the root,
 * if not where we do
 */
export async function layRoot(
  root: HostPath,
  overlays: readonly Overlay[],
  { place = '/', at: rootAt = root }: { place?: string; at?: HostPath } = {},
): Promise<string[]> {
  const laidAt = (path: string) => nodePath.posix.join(place, path);
  const placed: Overlay[] = [];
  for (const overlay of overlays) {
    placed.push({ ...overlay, at: await resolveInside(root, overlay.at) });
  }
  placed.sort((a, b) => (a.at < b.at ? -1 : 1));
  const points = new Set(placed.map(({ at }) => at));
  const opened = new Set(placed.flatMap(({ at }) => ancestors(at, points)));

  const top = place === '/' ? [] : ['--perms', '0755', '--dir', place];
  const laid = await layDirectory('/');
  const over = placed.flatMap(({ option, at }) => [...option, laidAt(at)]);
  return [...top, ...laid, ...over, '--remount-ro', '/'];

  async function layDirectory(path: string): Promise<string[]> {
    const entries = await entriesOf(inHost(root, path));
    const own = entries.flatMap(({ name, link }) => {
      const at = nodePath.posix.join(path, name);
      if (points.has(at) || opened.has(at)) return [];
      return link === undefined
        ? ['--ro-bind', inHost(rootAt, at), laidAt(at)]
        : ['--symlink', link, laidAt(at)];
    });
    const deeper = await Promise.all(
      [...opened]
        .filter((at) => at !== '/' && nodePath.posix.dirname(at) === path)
        .map(async (at) => ['--perms', '0755', '--dir', laidAt(at), ...(await layDirectory(at))]),
    );
    return [...own, ...deeper.flat()];
  }
}

/** The directories above a path, lowest last, that no overlay hides. */
function ancestors(path: string, points: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (let at = nodePath.posix.dirname(path); ; at = nodePath.posix.dirname(at)) {
    if (points.has(at)) return [];
    found.unshift(at);
    if (at === '/') return found;
  }
}

/** A path of the sandbox without symbolic links of its root, whether it is there or not. */
export async function resolveInside(root: HostPath, path: string): Promise<string> {
  let at = '/';
  let rest = path.split('/');
  let links = 0;
  for (;;) {
    const name = rest.shift();
    if (name === undefined) return at;
    const next = nodePath.posix.join(at, name);
    const link = name === '' || name === '..' ? undefined : await linkAt(inHost(root, next));
    if (link === undefined) {
      at = next;
      continue;
    }
    links += 1;
    if (links > MOST_LINKS) {
      throw new BuilderError('SANDBOX_FAILED', `the links at ${path} in ${root} go in a circle`);
    }
    if (link.startsWith('/')) at = '/';
    rest = [...link.split('/'), ...rest];
  }
}

async function linkAt(path: HostPath): Promise<string | undefined> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await readlink(path) : undefined;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function entriesOf(
  directory: HostPath,
): Promise<{ name: string; link: string | undefined }[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    const shown = entries.filter(
      (entry) => entry.isDirectory() || entry.isFile() || entry.isSymbolicLink(),
    );
    shown.sort((a, b) => (a.name < b.name ? -1 : 1));
    return await Promise.all(
      shown.map(async (entry) => ({
        name: entry.name,
        link: entry.isSymbolicLink() ? await readlink(inHost(directory, entry.name)) : undefined,
      })),
    );
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
