import { readdir, readlink, rm, symlink } from 'node:fs/promises';
import nodePath from 'node:path';
import { ARCHITECTURES, type Arch } from '../../architecture.js';
import { BuilderError, systemErrorCode } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { linkOnTheWay } from '../../tree/index.js';

/**
 * Has the links beside the libraries of an unpacked root lead to where they lead inside it. Debian has
 * some that begin with `/`: where the root is only a part of what is seen, as a compiler's sysroot is, they
 * lead nowhere, and a linker takes the static library instead and says nothing.
 * @throws BuilderError STACK_NOT_READY where their folder is a link, and might be one of the machine's
 */
export async function makeLibraryLinksRelative(root: HostPath, arch: Arch): Promise<void> {
  const at = `/usr/lib/${ARCHITECTURES[arch].triplet}`;
  const folder = inHost(root, at);
  const link = await linkOnTheWay(root, at.slice(1).split('/'));
  if (link !== undefined) {
    throw new BuilderError(
      'STACK_NOT_READY',
      `/${link.path} of the root filesystem is a link and not a folder, which no package of Debian makes it`,
      { hint: 'One of its packages can’t be trusted: look at where they come from.' },
    );
  }
  for (const entry of await entriesOf(folder)) {
    if (!entry.isSymbolicLink()) continue;
    const link = inHost(folder, entry.name);
    const target = await readlink(link);
    if (!target.startsWith('/')) continue;
    await rm(link);
    await symlink(nodePath.posix.relative(at, target), link);
  }
}

async function entriesOf(folder: HostPath) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
