import { startProgram } from '../program/index.js';
import type { Arch } from '../architecture.js';
import { missingPrograms, PROGRAMS, programsToEmulate } from './programs.js';

/** The Debian packages of what is missing, and of what runs the programs of these architectures. */
export async function missingPackages(foreign: readonly Arch[]): Promise<string[]> {
  const missing = await missingPrograms([...PROGRAMS, ...programsToEmulate(foreign)]);
  return [...new Set(missing.map((program) => program.package))];
}

/** What apt-get is told to install packages. */
export function installArguments(packages: readonly string[]): string[] {
  return ['install', '--yes', '--no-install-recommends', ...packages];
}

/**
 * Installs Debian packages, as root.
 * @param tell what apt-get writes, line by line
 */
export async function installPackages(
  packages: readonly string[],
  tell: (line: string) => void,
): Promise<void> {
  for (const args of [['update'], installArguments(packages)]) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const options = { stdin: 'ignore', all: true, env } as const;
    // A package that is half installed is worse than one that we no longer wait for.
    const { child } = await startProgram(['apt-get', ...args], options, 'by itself');
    for await (const line of child.iterable({ from: 'all' })) tell(line);
    await child;
  }
}
