import nodePath from 'node:path';
import { BuilderError } from '../../error.js';
import type { Manifest } from '../../manifest/model/index.js';

/**
 * Refuses what came out of a package: it would be packed a second time, with all that is in it.
 * @param hasFolder whether the buildpack has a folder `dependencies/`
 * @throws BuilderError BUILDPACK_INVALID
 */
export function requireUnpackaged(manifest: Manifest, hasFolder: boolean): void {
  const sign = signOf(manifest, hasFolder);
  if (sign === undefined) return;
  throw new BuilderError('BUILDPACK_INVALID', `This buildpack is packaged already: ${sign}.`, {
    hint: 'Package the folder that it was made from, as it is in the repository.',
  });
}

function signOf(manifest: Manifest, hasFolder: boolean): string | undefined {
  const { stack, entries } = manifest;
  const name = nodePath.basename(manifest.path);
  const at = (offset: number) => `${name}:${manifest.position(offset).line}`;
  if (stack !== undefined) return `${at(stack.start)} has the key 'stack'`;
  const file = entries.find((entry) => entry.file !== undefined)?.file;
  if (file !== undefined) return `the entry in ${at(file.start)} has the key 'file'`;
  return hasFolder ? "it has a folder 'dependencies'" : undefined;
}
