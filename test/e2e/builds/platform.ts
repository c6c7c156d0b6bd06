import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { GUEST, hostPath, inHost, type HostPath } from '../../../src/path.js';
import { FIXED_ENVIRONMENT } from '../../../src/plan/index.js';
import { giveToSteps, openSandbox } from '../../../src/sandbox/index.js';
import { preparedRoot, testContext } from '../../prepared-root.js';
import type { Built } from './workshop.js';

/** What somebody does with an artifact. */
export interface Use {
  /** For bash, in an empty folder of its own with $PREFIX in the environment. */
  script: string;
  /** Whether compilers are at hand. */
  toolchain?: boolean;
  /** Files in the script's folder, by name. */
  files?: Readonly<Record<string, string>>;
}

/**
 * Uses an artifact as a platform does: unpacked by tar at its prefix, in a fresh root of its stack
 * with nothing in it of what it was built with.
 * @returns all that the script wrote
 * @throws Error with that, when the script failed
 */
export async function use(
  { artifact, plan }: Pick<Built, 'artifact' | 'plan'>,
  { script, toolchain = false, files = {} }: Use,
): Promise<string> {
  const folder = hostPath(await mkdtemp(path.join(os.tmpdir(), 'binary-builder-use-')));
  try {
    const box = inHost(folder, 'box');
    const tree = await unpacked(artifact, inHost(folder, 'tree'));
    for (const name of ['files', 'home']) await mkdir(inHost(box, name), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      await mkdir(inHost(box, 'files', path.dirname(name)), { recursive: true });
      await writeFile(inHost(box, 'files', name), text);
    }

    const root = await preparedRoot({ arch: plan.arch, toolchain, packages: plan.packages.run });
    const sandbox = await openSandbox({ name: 'bubblewrap' }, root, testContext);
    for (const seen of [box, tree]) await giveToSteps(sandbox.runner, seen);
    let output = '';
    const { exitCode } = await sandbox.run(
      {
        argv: ['bash', '-euo', 'pipefail', '-c', script],
        environment: { ...FIXED_ENVIRONMENT, PREFIX: plan.prefix },
        directory: GUEST.files,
        mounts: [
          { host: box, guest: GUEST.root, access: 'read-write' },
          { host: tree, guest: plan.prefix, access: 'read-only' },
        ],
      },
      { onOutput: (chunk) => (output += chunk.toString()) },
    );
    if (exitCode !== 0) throw new Error(`the script ended with ${exitCode}:\n${output}`);
    return output;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Unpacks an artifact into a new folder, with the program that platforms use. */
export async function unpacked(artifact: HostPath, folder: HostPath): Promise<HostPath> {
  await mkdir(folder, { recursive: true });
  await execa('tar', ['--extract', '--gzip', '--file', artifact, '--directory', folder]);
  return folder;
}

/**
 * A script that fails when the root has something of its own that could stand in for the artifact.
 * @param names as find's -name takes them
 */
export function refuseOthers(...names: readonly string[]): string {
  const named = ['libc.so.6', ...names].map((name) => `-name '${name}'`).join(' -o ');
  // The C library is there to show that the search would find something.
  return `
find / '(' -path /proc -o -path /dev -o -path '/var/*/apt' -o -path "$PREFIX" ')' -prune \\
  -o '(' ${named} ')' -print > found
grep -q '/libc\\.so\\.6$' found
if grep -v '/libc\\.so\\.6$' found; then echo 'is of the distribution'; exit 1; fi
`;
}

/** A script that makes ./libtool the way every project that uses it does. */
export const MAKE_LIBTOOL = `
cat > configure.ac <<'END'
AC_INIT([user], [1])
AC_CONFIG_AUX_DIR([build-aux])
AC_PROG_CC
LT_INIT
AC_OUTPUT
END
autoreconf --force --install > autoreconf.log 2>&1 || { cat autoreconf.log; exit 1; }
./configure --disable-static > configure.log || { cat configure.log; exit 1; }
`;
