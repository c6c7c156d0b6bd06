import { reasonOf } from '../error.js';
import { examineElf, type ElfDetails, type RunTool } from '../elf/index.js';
import type { HostPath } from '../path.js';
import type { Content, Difference, Pair } from './comparison.js';
import { compareAr } from './formats/ar.js';
import { compareElf } from './formats/elf.js';
import { compareGzip } from './formats/gzip.js';
import { comparePyc } from './formats/pyc.js';
import { compareText } from './formats/text.js';
import { compareZip } from './formats/zip.js';
import { kindOf, type Kind } from './kind.js';
import { openMember, type MemberFile } from './member-file.js';
import { spread } from './spread.js';
import { rangeOf } from './stream.js';
import { compareStreams } from './compare-streams.js';

/** How many files are looked into; the others are only named. */
const MOST_FILES = 200;

/** An unpacked artifact, and its stack's readelf. */
interface Tree {
  root: HostPath;
  run: RunTool;
}

/** How contents are compared. */
interface Look {
  /** How many lines of a diff, and how many parts of a file, are kept. */
  lines: number;
  signal?: AbortSignal;
}

/**
 * Looks into files that differ.
 * @param paths as the artifacts have them
 * @throws BuilderError MISSING_PROGRAM
 */
export async function compareContents(
  trees: Pair<Tree>,
  paths: readonly string[],
  look: Look,
): Promise<Difference[]> {
  const chosen = spread(paths, MOST_FILES);
  const opened = [...chosen];
  const elf = {
    before: await examineTree(trees.before, opened, look),
    after: await examineTree(trees.after, opened, look),
  };
  const differences: Difference[] = [];
  for (const path of opened) {
    look.signal?.throwIfAborted();
    const details = { before: elf.before.get(path), after: elf.after.get(path) };
    const content = await compareFile(trees, path, details, look);
    differences.push({ in: 'content', path, content });
  }
  for (const path of paths) {
    if (chosen.has(path)) continue;
    differences.push({ in: 'content', path, content: { kind: 'unopened', reason: 'limit' } });
  }
  return differences;
}

/** All ELF files of a tree at once: starting readelf in a sandbox for each would take longer than all the rest. */
async function examineTree({ root, run }: Tree, paths: readonly string[], { signal }: Look) {
  const elf: string[] = [];
  for (const path of paths) {
    const isElf = await withFile(root, path, (file) => Promise.resolve(kindOf(file) === 'elf'));
    if (isElf === true) elf.push(path);
  }
  const { files } = await examineElf(elf, run, signal);
  return new Map(files.map((details) => [details.path, details]));
}

async function withFile<T>(
  root: HostPath,
  path: string,
  use: (file: MemberFile) => Promise<T>,
): Promise<T | undefined> {
  const file = await openMember(root, path);
  if (file === undefined) return undefined;
  try {
    return await use(file);
  } finally {
    await file.handle.close();
  }
}

async function compareFile(
  trees: Pair<Tree>,
  path: string,
  details: Pair<ElfDetails | undefined>,
  look: Look,
): Promise<Content> {
  const content = await withFile(trees.before.root, path, (before) =>
    withFile(trees.after.root, path, (after) => compareOpened({ before, after }, details, look)),
  );
  return content ?? { kind: 'unopened', reason: 'unreachable' };
}

async function compareOpened(
  files: Pair<MemberFile>,
  details: Pair<ElfDetails | undefined>,
  look: Look,
): Promise<Content | undefined> {
  const kind = kindOf(files.before);
  if (kind === kindOf(files.after)) {
    try {
      return (await compareAs(kind, files, details, look)) ?? (await compareRest(kind, files));
    } catch (error) {
      look.signal?.throwIfAborted();
      return compareBytes(files, `${WORDS[kind]} it can't be read: ${reasonOf(error)}`);
    }
  }
  return compareBytes(files, null);
}

const WORDS: Record<Kind, string> = {
  elf: 'as an ELF file',
  ar: 'as an ar archive',
  zip: 'as a zip file',
  gzip: 'as a gzip file',
  pyc: 'as compiled python',
  text: 'as a text',
  bytes: 'as bytes',
};

/** @returns undefined when the format shows no difference */
async function compareAs(
  kind: Kind,
  files: Pair<MemberFile>,
  { before, after }: Pair<ElfDetails | undefined>,
  { lines }: Look,
): Promise<Content | undefined> {
  switch (kind) {
    case 'elf':
      if (before === undefined || after === undefined) throw new Error('readelf refuses it');
      return compareElf(files, { before, after }, lines);
    case 'ar':
      return compareAr(files, lines);
    case 'zip':
      return compareZip(files, lines);
    case 'gzip':
      return compareGzip(files, lines);
    case 'pyc':
      return comparePyc(files, lines);
    case 'text':
      return compareText(files, lines);
    case 'bytes':
      return undefined;
  }
}

/** Compares whole files in which the parts that were looked at are the same. */
async function compareRest(kind: Kind, files: Pair<MemberFile>): Promise<Content | undefined> {
  const content = await compareBytes(files, null);
  if (content?.kind !== 'bytes' || kind === 'text' || kind === 'bytes') return content;
  const part = { kind: 'bytes', name: 'what else is in it', bytes: content.bytes } as const;
  return { kind: 'parts', format: kind, parts: [part], omitted: 0 };
}

/** @returns undefined when the files are the same, and so not those of the artifacts */
async function compareBytes(
  { before, after }: Pair<MemberFile>,
  note: string | null,
): Promise<Content | undefined> {
  const bytes = await compareStreams(
    rangeOf(before.handle, 0, before.size),
    rangeOf(after.handle, 0, after.size),
  );
  return bytes && { kind: 'bytes', bytes, note };
}
