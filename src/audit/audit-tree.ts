import { open } from 'node:fs/promises';
import pLimit from 'p-limit';
import { isElfOf, type Arch } from '../architecture.js';
import { examineElf, librariesOf, type RunTool } from '../elf/index.js';
import { systemErrorCode } from '../error.js';
import { inHost, type GuestPath, type HostPath } from '../path.js';
import type { Catalogue } from '../stack/index.js';
import { contentOf, distinctFiles, listTree, type Entry } from '../tree/index.js';
import type { PackagesOf, PreviousArtifact, Subject } from './check.js';
import { checks } from './checks.js';
import type { Finding } from './finding.js';
import { linkageOf, newestGlibc, type Linkage } from './linkage.js';
import { covers, type Waiver } from './waiver.js';

/** Each waits for the disk. */
const FILES_AT_ONCE = 8;

/** A tree that is to be audited, after everything has been done to it. */
interface AuditedTree {
  readonly root: HostPath;
  /** Where the tree will be on the platform. */
  readonly prefix: GuestPath;
  readonly arch: Arch;
}

/** What an audit has to know beside the tree. */
export interface AuditOptions {
  /** What the stack offers at run time. */
  readonly stack: Catalogue;
  /** Paths that exist only while building, such as `/binary-builder/source`. */
  readonly needles: readonly string[];
  /** Seconds since 1970 that every file of the artifact has or will have as its time. */
  readonly epoch: number;
  readonly waivers: readonly Waiver[];
  /** How many tests the artifact's plan has; undefined for a tree without a plan. */
  readonly tests: number | undefined;
  /** The last artifact of the same line. */
  readonly previous: PreviousArtifact | undefined;
  /** See {@link Subject.run}. */
  readonly run: RunTool;
  /** Which packages brought libraries to the build; undefined where no build's root is at hand. */
  readonly packagesOf?: PackagesOf;
  readonly signal?: AbortSignal;
}

/** What an audit found. */
export interface AuditReport {
  /** Sorted by path, then by check and offset; empty when all is well. */
  readonly findings: Finding[];
  /** What recipes have switched off, with how many findings that kept quiet. */
  readonly waived: (Waiver & { readonly findings: number })[];
  /** How many checks looked. */
  readonly checks: number;
  /** Every binary with the libraries that it asks for, sorted by path. */
  readonly libraries: Linkage[];
  /** The newest version of the C library's symbols that is needed, `2.34`; null for none. */
  readonly glibc: string | null;
}

/**
 * Looks at a tree with every check and changes nothing.
 * @throws BuilderError MISSING_PROGRAM when the stack lacks readelf
 */
export async function auditTree(tree: AuditedTree, options: AuditOptions): Promise<AuditReport> {
  const { signal, waivers, ...rest } = options;
  const entries = await listTree(tree.root, signal);
  const { elf, unreadable } = await elfOf(tree, entries, options);
  const shared = elf.filter((file) => file.type === 'shared' && isElfOf(tree.arch, file));
  const libraries = librariesOf(entries, new Set(shared.map(({ path }) => path)));
  const subject: Subject = { ...tree, ...rest, entries, elf, unreadable, libraries, signal };

  const all: Finding[] = [];
  for (const { id, severity, run } of Object.values(checks)) {
    signal?.throwIfAborted();
    const observations = await run(subject);
    all.push(...observations.map((seen) => ({ check: id, severity, ...seen })));
  }
  const findings = all.filter((finding) => !waivers.some((waiver) => covers(waiver, finding)));
  const waived = waivers.map((waiver) => ({
    ...waiver,
    findings: all.filter((finding) => covers(waiver, finding)).length,
  }));
  return {
    findings: findings.sort(inOrder),
    waived,
    checks: Object.keys(checks).length,
    libraries: linkageOf(subject),
    glibc: newestGlibc(subject),
  };
}

/** Looks into every ELF file with the stack's readelf. */
async function elfOf(
  { root }: AuditedTree,
  entries: readonly Entry[],
  { run, signal }: AuditOptions,
): Promise<Pick<Subject, 'elf' | 'unreadable'>> {
  const limit = pLimit(FILES_AT_ONCE);
  const found = await Promise.all(
    distinctFiles(entries).map(({ path, size }) =>
      limit(async () => {
        signal?.throwIfAborted();
        return size > 0 && (await beginsLikeElf(inHost(root, path))) ? [path] : [];
      }),
    ),
  );
  const paths = found.flat();
  const { files, refused } = await examineElf(paths, run, signal);
  return {
    elf: files.sort((a, b) => compare(a.path, b.path)),
    unreadable: refused.map(({ path }) => path).sort(compare),
  };
}

async function beginsLikeElf(path: HostPath): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return contentOf(buffer.subarray(0, bytesRead)) === 'elf';
    } finally {
      await file.close();
    }
  } catch (error) {
    // That it may not be read is told where contents are searched.
    if (systemErrorCode(error) === 'EACCES') return false;
    throw error;
  }
}

function inOrder(a: Finding, b: Finding): number {
  return (
    compare(a.path, b.path) ||
    compare(a.check, b.check) ||
    (a.offset ?? -1) - (b.offset ?? -1) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
