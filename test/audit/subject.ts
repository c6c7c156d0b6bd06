import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { endianness, tmpdir } from 'node:os';
import nodePath from 'node:path';

import type { ExecutionContext } from 'ava';
import { execa } from 'execa';

import { archOfMachine, type Arch } from '../../src/architecture.js';
import { auditTree, type AuditOptions, type AuditReport } from '../../src/audit/index.js';
import type { RunTool } from '../../src/elf/index.js';
import { guestPath, hostPath, inHost, type HostPath } from '../../src/path.js';
import type { Catalogue } from '../../src/stack/index.js';

/** What a path of a tree is to be: a file, a link, or a file with a mode. */
export type Planted =
  string | Buffer | { link: string } | { mode: number; content: string | Buffer };

/** What a test says of an audit, where it differs from that of a clean artifact without tests. */
export type AuditWishes = Partial<AuditOptions> & { prefix?: string; arch?: Arch };

/** What was found, and for short: `PATH: MESSAGE` of each finding of one check. */
export type Audited = AuditReport & { of: (check: string) => string[] };

/** The architecture that the tests' compiler compiles for. */
export const machineArch: Arch = archOfMachine(process.arch, endianness()) ?? 'x64';

/** Where programs compiled here look for their loader. */
const LOADERS = {
  x64: '/lib64/ld-linux-x86-64.so.2',
  arm64: '/lib/ld-linux-aarch64.so.1',
  ppc64le: '/lib64/ld64.so.2',
  s390x: '/lib/ld64.so.1',
} as const satisfies Record<Arch, string>;

/** A small stack that runs what a C compiler makes here. */
export const smallStack: Catalogue = {
  stack: 'debian12',
  libraries: [
    {
      name: 'libc.so.6',
      path: '/lib/libc.so.6',
      versions: ['GLIBC_2.2.5', ...Array.from({ length: 35 }, (_, i) => `GLIBC_2.${i + 2}`)],
    },
    { name: 'libm.so.6', path: '/lib/libm.so.6', versions: ['GLIBC_2.2.5', 'GLIBC_2.29'] },
    { name: 'libz.so.1', path: '/usr/lib/libz.so.1', versions: ['ZLIB_1.2.0'] },
  ],
  loaders: [LOADERS[machineArch]],
  programs: ['/bin/sh', '/usr/bin/env', '/usr/bin/perl', '/usr/bin/sh'],
};

/** A folder that is removed after the test. */
export async function scratch(t: ExecutionContext): Promise<HostPath> {
  const folder = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'audit-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes files and links below a folder, with the folders that they need. */
export async function plant(root: HostPath, files: Record<string, Planted>): Promise<void> {
  for (const [path, planted] of Object.entries(files)) {
    const target = inHost(root, path);
    await mkdir(nodePath.dirname(target), { recursive: true });
    if (typeof planted === 'string' || Buffer.isBuffer(planted)) await writeFile(target, planted);
    else if ('link' in planted) await symlink(planted.link, target);
    else {
      await writeFile(target, planted.content);
      // Not given to writeFile, whose modes the umask cuts.
      await chmod(target, planted.mode);
    }
  }
}

/** Runs this machine's own tools on a tree, as a sandbox would run the stack's. */
export function toolsIn(root: HostPath): RunTool {
  return async ([program, ...args]) => {
    const options = { cwd: root, env: { LC_ALL: 'C' }, stripFinalNewline: false };
    return (await execa(program, args, options)).stdout;
  };
}

/** Audits a tree that is there already. */
export async function auditAt(
  root: HostPath,
  { prefix = '/app/.heroku/vendor', arch = machineArch, ...wishes }: AuditWishes = {},
): Promise<Audited> {
  const report = await auditTree(
    { root, prefix: guestPath(prefix), arch },
    {
      stack: smallStack,
      needles: ['/binary-builder/source', '/binary-builder/staging'],
      epoch: 1_700_000_000,
      waivers: [],
      tests: undefined,
      previous: undefined,
      run: toolsIn(root),
      ...wishes,
    },
  );
  const of = (check: string) =>
    report.findings
      .filter((finding) => finding.check === check)
      .map(({ path, message }) => `${path}: ${message}`);
  return { ...report, of };
}

/** Makes a tree of these files in a folder of the test's, and audits it. */
export async function auditOf(
  t: ExecutionContext,
  files: Record<string, Planted>,
  wishes: AuditWishes = {},
): Promise<Audited> {
  const root = await scratch(t);
  await plant(root, files);
  return await auditAt(root, wishes);
}
