import type { Arch } from '../architecture.js';
import { BuilderError } from '../error.js';
import { startProgram } from '../program/index.js';
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

/** Runs a program that writes to whoever reads, and goes on when nobody does any more. */
const TO_THE_END = [
  'bash',
  '-o',
  'pipefail',
  '-c',
  '"$@" 2>&1 | tee --output-error=warn-nopipe /dev/null',
  'to-the-end',
] as const;

/** Lines of apt-get's that an error shows. */
const LINES_SHOWN = 10;

/**
 * Installs Debian packages, as root. apt-get goes on until it is done, however we end: a package that is
 * half installed is worse than one that nobody waits for.
 * @param tell what apt-get writes, line by line
 * @throws BuilderError MISSING_PROGRAM when they could not be installed
 */
export async function installPackages(
  packages: readonly string[],
  tell: (line: string) => void,
): Promise<void> {
  for (const args of [['update'], installArguments(packages)]) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const options = { stdin: 'ignore', env, buffer: false, reject: false } as const;
    const { child } = await startProgram([...TO_THE_END, 'apt-get', ...args], options, 'by itself');
    const said: string[] = [];
    for await (const line of child.iterable()) {
      tell(line);
      said.push(line);
      if (said.length > LINES_SHOWN) said.shift();
    }
    if ((await child).failed) throw notInstalled(packages, said);
  }
}

function notInstalled(packages: readonly string[], excerpt: readonly string[]): BuilderError {
  const command = `apt-get ${installArguments(packages).join(' ')}`;
  return new BuilderError('MISSING_PROGRAM', `apt-get could not install ${packages.join(', ')}`, {
    excerpt,
    hint: `Mend what it says, and try again: apt-get update && ${command}`,
  });
}
