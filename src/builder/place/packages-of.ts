import { FIXED_ENVIRONMENT } from '../../plan/index.js';
import type { Command, Sandbox } from '../../sandbox/index.js';

/**
 * The Debian packages of a root that have files of these names, by name. What no package has, and all in a root
 * without dpkg, is left out.
 */
export async function packagesOf(
  sandbox: Sandbox,
  names: readonly string[],
  where: Pick<Command, 'mounts' | 'directory'>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const argv = ['dpkg-query', '--search', ...names.map((name) => `*/${escaped(name)}`)] as const;
  // It fails when one of them is nowhere, and tells of the others all the same.
  const { stdout } = await sandbox.capture(
    { argv, environment: FIXED_ENVIRONMENT, ...where },
    { signal },
  );
  return parsePackages(stdout);
}

/** Lines `PACKAGE[:ARCH][, PACKAGE…]: PATH`, as dpkg-query(1) prints them, but for those of diversions. */
const LINE = /^([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)?(?:, \S+)*: \/(?:.*\/)?([^/\n]+)$/gm;

/** The packages by file name; the first that has one counts. */
function parsePackages(output: string): ReadonlyMap<string, string> {
  const packages = new Map<string, string>();
  for (const [, name = '', file = ''] of output.matchAll(LINE)) {
    if (!packages.has(file)) packages.set(file, name);
  }
  return packages;
}

/** A name in a pattern of dpkg's, which knows `*`, `?`, `[]` and `\`. */
function escaped(name: string): string {
  return name.replace(/[*?[\]\\]/g, '\\$&');
}
