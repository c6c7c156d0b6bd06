import { cp, mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { hostPath, type HostPath } from '../../src/path.js';

/** A recipe that says only what every recipe has to. */
export const SMALLEST = `name: zlib
description: Compression
homepage: https://zlib.net/
license: Zlib
prefix: /app/.heroku/vendor
versions:
  '1.3': { md5: 0da1a5ed7786ac12dcbaf0d499d8a049 }
source:
  url: https://zlib.net/zlib-{version}.tar.gz
build:
  system: autotools
`;

const SYSTEMS = hostPath(import.meta.dirname, '../../recipes/systems');

/** A folder of recipes, with the build systems of the project, that is gone after the test; names with a folder are files beside a recipe. */
export async function recipesFolder(
  t: ExecutionContext,
  files: Readonly<Record<string, string>>,
): Promise<HostPath> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'recipes-'));
  t.teardown(() => rm(folder, { recursive: true }));
  await cp(SYSTEMS, path.join(folder, 'systems'), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return hostPath(folder);
}
