import { readdir } from 'node:fs/promises';
import { readInside } from '../../files/index.js';
import { inHost, type HostPath } from '../../path.js';
import { printable } from '../../text/index.js';

/** What a buildpack's checkout lacks since git doesn't fetch it by itself: one line for each submodule. */
export async function emptySubmodules(directory: HostPath): Promise<string[]> {
  const read = await readInside(directory, '.gitmodules').catch(() => undefined);
  if (read === undefined || !('bytes' in read)) return [];
  const paths = [
    ...read.bytes.toString('utf8').matchAll(/^[ \t]*path[ \t]*=[ \t]*(\S.*?)[ \t]*$/gm),
  ];
  const told = await Promise.all(
    paths.map(async ([, path = '']) => {
      if (path.split('/').includes('..') || path.startsWith('/')) return [];
      const names = await readdir(inHost(directory, path)).catch(() => []);
      return names.length > 0
        ? []
        : `${printable(path)} is a submodule of git, and nothing is in it: git submodule update --init`;
    }),
  );
  return told.flat();
}
