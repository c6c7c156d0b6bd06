import pLimit from 'p-limit';

import { guestPath, type GuestPath, type HostPath } from '../path.js';
import { relocateElf, type StripOptions } from './elf/relocate-elf.js';
import type { RunTool } from '../elf/index.js';
import { rewriteFile } from './files/rewrite.js';
import {
  distinctFiles,
  listTree,
  namesByDirectory,
  type Content,
  type Entry,
  type FileEntry,
} from '../tree/index.js';
import { mendRecords, readTrueRecords } from './dist-info.js';
import { decideLink, relink } from './links.js';
import { pathMap, type Mapping, type PathMap } from './paths.js';
import { pruneTree } from './prune.js';
import type { TextContext } from './text/relocate-text.js';

/** Files that are read at once; each takes at most a few MB of memory. */
const FILES_AT_ONCE = 4;

/** A tree that is to live at a prefix. */
interface Tree {
  /** The tree on the machine; what is in it will be at `prefix`. */
  readonly root: HostPath;
  /** The same directory inside the sandbox. */
  readonly guest: GuestPath;
  /** Where the tree will be on the platform. */
  readonly prefix: GuestPath;
}

/** How a tree is relocated. */
export interface RelocationOptions {
  /**
   * What becomes of the build's paths, in any order. The tree's own, `guest` to `prefix`, needs not be
   * among them. A mapping to a place outside the prefix says that `from` is a directory of the build,
   * which the artifact must not search; a mapping to the root says that it was DESTDIR.
   */
  readonly mappings: readonly Mapping[];
  /** Globs, relative to the root, of what is removed; see `pruneTree`. */
  readonly prune: readonly string[];
  readonly strip: StripOptions;
  readonly run: RunTool;
  readonly signal?: AbortSignal;
}

/** What was changed in a tree; every list is sorted by path, and paths are relative to its root. */
interface RelocationReport {
  /** What matched a glob of `prune`. */
  pruned: string[];
  /** Text files with another content than before. A `.pyc` of one of them is out of date. */
  rewritten: string[];
  /** Symbolic links that became relative. */
  relinked: { path: string; from: string; to: string }[];
  stripped: string[];
  rpaths: { path: string; kind: 'RPATH' | 'RUNPATH'; from: string[]; to: string[] }[];
  /** What was left alone and will surprise somebody. */
  warnings: string[];
}

/**
 * Makes a tree that was installed into staging work at its prefix: removes what isn't wanted, then
 * brings texts, symbolic links and RPATHs there, and in the end the digests that Python's installers have
 * noted. Nothing is replaced inside binaries.
 * @throws BuilderError MISSING_PROGRAM when the stack lacks a tool that is needed; STEP_FAILED when
 * patchelf refuses a file
 */
export async function relocateTree(
  tree: Tree,
  options: RelocationOptions,
): Promise<RelocationReport> {
  const { root, guest, prefix } = tree;
  const { run, signal } = options;
  const mappings = [...options.mappings, { from: guest, to: prefix }];
  const map = pathMap(prefix, mappings);

  const untouched = await listTree(root, signal);
  const records = await readTrueRecords(root, untouched, map, signal);
  const pruned = await pruneTree(root, options.prune, signal);
  const entries = pruned.length === 0 ? untouched : await listTree(root, signal);
  const texts = await relocateTexts(root, entries, pathMap(prefix, mappings.map(inBytes)), signal);
  const links = await relocateLinks(root, entries, map, signal);
  const elf = texts.ofContent('elf');
  const archives = texts.ofContent('archive');
  const binaries = { root, entries: links.entries, elf, archives, map };
  const { stripped, rpaths, warnings } = await relocateElf(binaries, options.strip, run, signal);
  // Last, since they tell of all other files.
  const mended = await mendRecords(root, records, entries, signal);
  return {
    pruned,
    rewritten: [...new Set([...texts.rewritten, ...mended])].sort(),
    relinked: links.relinked,
    stripped,
    rpaths: rpaths.map(({ file, kind, from, to }) => ({
      path: file.path,
      kind,
      from: [...from],
      to: [...to],
    })),
    warnings: [...links.warnings, ...warnings],
  };
}

async function relocateTexts(
  root: HostPath,
  entries: readonly Entry[],
  map: PathMap,
  signal?: AbortSignal,
): Promise<{ rewritten: string[]; ofContent: (content: Content) => FileEntry[] }> {
  const names = namesByDirectory(entries);
  const context: TextContext = { map, filesIn: (directory) => names.get(directory) ?? new Set() };
  const limit = pLimit(FILES_AT_ONCE);
  const files = await Promise.all(
    distinctFiles(entries).map((file) =>
      limit(async () => {
        signal?.throwIfAborted();
        return { file, ...(await rewriteFile(root, file, context, signal)) };
      }),
    ),
  );
  return {
    rewritten: files.filter(({ changed }) => changed).map(({ file }) => file.path),
    ofContent: (content) => files.filter((it) => it.content === content).map(({ file }) => file),
  };
}

async function relocateLinks(
  root: HostPath,
  entries: readonly Entry[],
  map: PathMap,
  signal?: AbortSignal,
): Promise<{ entries: Entry[]; relinked: RelocationReport['relinked']; warnings: string[] }> {
  const after: Entry[] = [];
  const relinked: RelocationReport['relinked'] = [];
  const warnings: string[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'link') {
      after.push(entry);
      continue;
    }
    signal?.throwIfAborted();
    const { path, target } = entry;
    const decision = decideLink(path, target, map);
    if (decision.action === 'warn') warnings.push(`${path} ${decision.reason}`);
    if (decision.action === 'relink') {
      await relink(root, path, decision.target);
      relinked.push({ path, from: target, to: decision.target });
    }
    after.push(decision.action === 'relink' ? { ...entry, target: decision.target } : entry);
  }
  return { entries: after, relinked, warnings };
}

/** Texts are read byte by byte, whatever their encoding, so paths are looked for in the same form. */
function inBytes({ from, to }: Mapping): Mapping {
  const bytes = (text: string) => Buffer.from(text).toString('latin1');
  return { from: guestPath(bytes(from)), to: bytes(to) };
}
