/** What the package database of a root tells of it. */
export interface RootFacts {
  /** Version of the C library, `2.36`; undefined when it has no libc6. */
  glibc: string | undefined;
  /** The newest GNU C compiler with its full package version, `gcc-12 12.2.0-14`; null when there is none. */
  compiler: string | null;
  /** Every installed package with its version. */
  packages: Record<string, string>;
}

/**
 * Reads dpkg's database (`/var/lib/dpkg/status`, deb-control paragraphs as in deb822(5)), so that
 * nothing of a root has to be run to know what is in it.
 */
export function readFacts(status: string): RootFacts {
  const packages: Record<string, string> = {};
  for (const paragraph of status.split(/\n\n+/)) {
    const field = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(paragraph)?.[1];
    const name = field('Package');
    const version = field('Version');
    const installed = field('Status')?.endsWith(' installed') ?? false;
    if (installed && name !== undefined && version !== undefined) packages[name] = version;
  }
  return { glibc: glibcOf(packages), compiler: compilerOf(packages), packages };
}

function glibcOf(packages: Record<string, string>): string | undefined {
  return /^(\d+\.\d+)/.exec(packages.libc6 ?? '')?.[1];
}

function compilerOf(packages: Record<string, string>): string | null {
  if (packages.gcc === undefined) return null;
  const numberOf = (name: string) => Number(/^gcc-(\d+(\.\d+)?)$/.exec(name)?.[1] ?? NaN);
  const newest = Object.keys(packages)
    .filter((name) => !Number.isNaN(numberOf(name)))
    .sort((a, b) => numberOf(a) - numberOf(b))
    .at(-1);
  return newest === undefined ? null : `${newest} ${packages[newest] ?? ''}`;
}
