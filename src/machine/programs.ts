import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { ARCHITECTURES, type Arch } from '../architecture.js';

/** A program, or a file by its path, that something here needs of the machine, and its Debian package. */
export interface Program {
  program: string;
  package: string;
  purpose: string;
}

/** What binary-builder needs of the machine itself. */
export const PROGRAMS: readonly Program[] = [
  { program: 'bwrap', package: 'bubblewrap', purpose: 'runs builds in a sandbox' },
  { program: 'mmdebstrap', package: 'mmdebstrap', purpose: 'makes a stack from Debian packages' },
  {
    program: '/usr/share/keyrings/debian-archive-keyring.gpg',
    package: 'debian-archive-keyring',
    purpose: "verifies Debian's packages, on Ubuntu too",
  },
  { program: 'newuidmap', package: 'uidmap', purpose: 'lets ordinary users make a stack' },
  { program: 'script', package: 'bsdutils', purpose: 'gives shells a terminal of their own' },
  { program: 'tar', package: 'tar', purpose: 'unpacks a stack' },
  { program: 'xz', package: 'xz-utils', purpose: 'unpacks .tar.xz sources' },
  { program: 'bzip2', package: 'bzip2', purpose: 'unpacks .tar.bz2 sources' },
  { program: 'gpgv', package: 'gpgv', purpose: 'verifies signatures of sources' },
  { program: 'gpg', package: 'gnupg', purpose: 'reads keys for that' },
  { program: 'git', package: 'git', purpose: 'fetches sources that are git tags' },
  { program: 'dpkg-source', package: 'dpkg-dev', purpose: 'fetches Debian source packages' },
];

/** What it needs beside that to run the programs of another architecture. */
export function programsToEmulate(archs: readonly Arch[]): Program[] {
  if (archs.length === 0) return [];
  return [
    ...archs.map((arch) => ({
      program: `qemu-${ARCHITECTURES[arch].qemu}-static`,
      package: 'qemu-user-static',
      purpose: `runs programs for ${arch}`,
    })),
    {
      program: 'proot',
      package: 'proot',
      purpose: 'runs them where Linux itself can not be told to',
    },
  ];
}

/** Those that aren't there: programs are looked up in PATH. */
export async function missingPrograms(programs: readonly Program[] = PROGRAMS): Promise<Program[]> {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  const found = await Promise.all(programs.map(({ program }) => isThere(program, folders)));
  return programs.filter((_, index) => !found[index]);
}

async function isThere(program: string, folders: readonly string[]): Promise<boolean> {
  if (path.isAbsolute(program)) return existsSync(program);
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
