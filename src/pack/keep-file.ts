import { lstat, readdir } from 'node:fs/promises';
import { BuilderError } from '../error.js';
import { copyAtomic, measureFile } from '../files/index.js';
import { inHost, type HostPath } from '../path.js';
import type { Packed } from './pack.js';

/**
 * Takes the one file of a tree as the artifact, byte by byte.
 * @param sha256 that of the source, which it has to be
 * @throws BuilderError NOT_PACKABLE when the tree has something else; DISK_FULL, NOT_WRITABLE
 */
export async function keepFile(
  tree: HostPath,
  into: HostPath,
  {
    name,
    sha256,
    signal,
  }: { name: string; sha256: string | undefined; signal?: AbortSignal | undefined },
): Promise<Packed> {
  const names = await readdir(tree);
  const file = inHost(tree, name);
  const isAlone = names.length === 1 && names[0] === name && (await lstat(file)).isFile();
  if (!isAlone) {
    throw new BuilderError(
      'NOT_PACKABLE',
      `There is not just ${name}: ${names.sort().join(', ') || 'nothing'}.`,
      {
        hint: "With 'as: file' the source itself is the artifact: let install put that file into $TREE, as 'system: none' does, and nothing else.",
      },
    );
  }
  await copyAtomic(file, into, signal === undefined ? {} : { signal });
  const { size, digests } = await measureFile(into, signal);
  if (sha256 !== undefined && sha256 !== digests.sha256) {
    throw new BuilderError('NOT_PACKABLE', `${name} is not the source's file any more.`, {
      excerpt: [`sha256 of the source: ${sha256}`, `found: ${digests.sha256}`],
      hint: "With 'as: file' nothing may change it.",
    });
  }
  return { size, md5: digests.md5, sha256: digests.sha256, files: 1 };
}
