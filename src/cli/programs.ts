import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/** A program of the machine that something here runs, and the Debian package that has it. */
export interface Program {
  program: string;
  package: string;
  purpose: string;
}

/** The programs that binary-builder runs on the machine itself. */
export const PROGRAMS: readonly Program[] = [
  { program: 'bwrap', package: 'bubblewrap', purpose: 'runs builds in a sandbox' },
  { program: 'mmdebstrap', package: 'mmdebstrap', purpose: 'makes a stack from Debian packages' },
  { program: 'newuidmap', package: 'uidmap', purpose: 'lets ordinary users make a stack' },
  { program: 'tar', package: 'tar', purpose: 'unpacks a stack' },
  { program: 'xz', package: 'xz-utils', purpose: 'unpacks .tar.xz sources' },
  { program: 'bzip2', package: 'bzip2', purpose: 'unpacks .tar.bz2 sources' },
  { program: 'gpgv', package: 'gpgv', purpose: 'verifies signatures of sources' },
  { program: 'gpg', package: 'gnupg', purpose: 'reads keys for that' },
  { program: 'git', package: 'git', purpose: 'fetches sources that are git tags' },
  { program: 'dpkg-source', package: 'dpkg-dev', purpose: 'fetches Debian source packages' },
];

/** Those programs that PATH doesn't lead to. */
export async function missingPrograms(): Promise<Program[]> {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  const found = await Promise.all(PROGRAMS.map(({ program }) => isThere(program, folders)));
  return PROGRAMS.filter((_, index) => !found[index]);
}

async function isThere(program: string, folders: readonly string[]): Promise<boolean> {
  for (const folder of folders) {
    try {
      await access(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      continue;
    }
  }
  return false;
}
