import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';

import type { RunTool } from '../elf/index.js';
import type { HostPath } from '../path.js';
import { readArtifact, type Artifact } from './artifact.js';
import type { Comparison, Difference, Pair } from './comparison.js';
import { compareContents } from './contents.js';
import { compareWrapping, type GzipFile } from './formats/gzip.js';
import { compareMembers } from './members.js';
import { bytesOf, gunzip } from './stream.js';
import { compareStreams } from './compare-streams.js';

/** One of the two artifacts: the tarball, and the folder into which the caller has unpacked it. */
export interface Side {
  file: HostPath;
  tree: HostPath;
}

/** How artifacts are compared. */
export interface CompareOptions {
  /** The stack's readelf, run on a tree. */
  runIn: (tree: HostPath) => RunTool;
  signal?: AbortSignal;
  /** How many lines of a diff, and how many parts of a file, are kept; 40 unless said. */
  lines?: number;
}

type Readable = Extract<Artifact, { readable: true }>;

const LINES = 40;

/**
 * Finds out how two artifacts differ, from the outermost layer to the innermost: gzip, tar, contents.
 * Whatever is in them, they are compared, as bytes at worst. Memory grows with the number of their
 * members, never with their size.
 * @throws BuilderError MISSING_PROGRAM when the stack has no readelf
 */
export async function compareArtifacts(
  before: Side,
  after: Side,
  options: CompareOptions,
): Promise<Comparison> {
  try {
    return await compareSides({ before, after }, options);
  } catch (error) {
    // An interrupted stream has an error of its own.
    options.signal?.throwIfAborted();
    throw error;
  }
}

async function compareSides(sides: Pair<Side>, options: CompareOptions): Promise<Comparison> {
  const { signal } = options;
  const sha256 = await ofBoth(sides, ({ file }) => sha256Of(file, signal));
  if (sha256.before === sha256.after) return { same: true, sha256: sha256.before };
  const size = await ofBoth(sides, async ({ file }) => (await stat(file)).size);
  const artifacts = await ofBoth(sides, ({ file }) => readArtifact(file, signal));

  const { before: old, after: young } = artifacts;
  if (!old.readable || !young.readable) {
    const differences = await compareUnreadable(sides, artifacts, signal);
    return { same: false, sha256, size, tar: null, differences };
  }
  const same = old.sha256 === young.sha256;
  const tar = { same, sha256: { before: old.sha256, after: young.sha256 } };
  const differences = await compareGzips(sides, same);
  if (!same)
    differences.push(...(await compareTars(sides, { before: old, after: young }, options)));
  return { same: false, sha256, size, tar, differences };
}

async function ofBoth<T, U>(pair: Pair<T>, make: (one: T) => Promise<U>): Promise<Pair<U>> {
  const [before, after] = await Promise.all([make(pair.before), make(pair.after)]);
  return { before, after };
}

async function sha256Of(file: HostPath, signal?: AbortSignal): Promise<string> {
  const digest = createHash('sha256');
  for await (const piece of bytesOf(file, signal)) digest.update(piece);
  return digest.digest('hex');
}

async function compareUnreadable(
  { before, after }: Pair<Side>,
  artifacts: Pair<Artifact>,
  signal?: AbortSignal,
): Promise<Difference[]> {
  const bytes = await compareStreams(bytesOf(before.file, signal), bytesOf(after.file, signal));
  const notes = (['before', 'after'] as const).flatMap((side) => {
    const artifact = artifacts[side];
    return artifact.readable ? [] : [`the one ${side}: ${artifact.reason}`];
  });
  return bytes ? [{ in: 'file', note: notes.join('; '), bytes }] : [];
}

async function compareGzips(sides: Pair<Side>, sameContent: boolean): Promise<Difference[]> {
  const parts = await withFile(sides.before.file, (before) =>
    withFile(sides.after.file, (after) => compareWrapping({ before, after }, sameContent)),
  );
  return parts.map((part) => ({ in: 'gzip', part }));
}

async function withFile<T>(path: HostPath, use: (file: GzipFile) => Promise<T>): Promise<T> {
  const handle = await open(path);
  try {
    return await use({ handle, size: (await handle.stat()).size });
  } finally {
    await handle.close();
  }
}

async function compareTars(
  sides: Pair<Side>,
  { before, after }: Pair<Readable>,
  { runIn, signal, lines = LINES }: CompareOptions,
): Promise<Difference[]> {
  const { differences, changed } = compareMembers(before.members, after.members);
  const treeOf = ({ tree }: Side) => ({ root: tree, run: runIn(tree) });
  const trees = { before: treeOf(sides.before), after: treeOf(sides.after) };
  differences.push(...(await compareContents(trees, changed, { lines, signal })));
  if (differences.length > 0) return differences;

  // All that a tar says is the same, so it is said in another way.
  const bytes = await compareStreams(
    gunzip(bytesOf(sides.before.file, signal)),
    gunzip(bytesOf(sides.after.file, signal)),
  );
  return bytes ? [{ in: 'tar', part: { kind: 'bytes', name: 'how it is written', bytes } }] : [];
}
