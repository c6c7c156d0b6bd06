import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { HostPath } from '../path.js';
import { replaceFile } from '../files/index.js';
import { gzip } from '../archive/gzip/index.js';
import { tarOf } from '../archive/tar/index.js';
import { listEntries, type ExtraFile } from './tree.js';

interface PackOptions {
  /** The time of every member, in seconds. */
  readonly epoch: number;
  /** Files that are packed with the tree without being in it. */
  readonly extra?: readonly ExtraFile[];
  /** Ends the packing; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** What came out of packing; digests in lower-case hex. */
export interface Packed {
  /** Bytes of the tarball. */
  readonly size: number;
  readonly md5: string;
  readonly sha256: string;
  /** The digest of the tar inside the gzip, when it is one. */
  readonly tarSha256?: string | undefined;
  /** Members of the tar, directories and links included. */
  readonly files: number;
}

/**
 * Packs what is in a tree into a tarball, without a top directory. The same names, contents and
 * kinds of files give the same bytes, whoever packs them, when and wherever: sorted, owned by 0/0,
 * with one time, modes 0755 (directories, executables) and 0644, hard links kept.
 *
 * The tarball appears whole or not at all.
 * @throws BuilderError NOT_PACKABLE for a tree that can't be packed; DISK_FULL, NOT_WRITABLE
 */
export async function packTree(
  tree: HostPath,
  into: HostPath,
  options: PackOptions,
): Promise<Packed> {
  const entries = await listEntries(tree, options.extra, options.signal);
  const tarSha256 = createHash('sha256');
  const md5 = createHash('md5');
  const sha256 = createHash('sha256');
  const tarball = hashed(gzip(hashed(tarOf(entries, options.epoch), [tarSha256])), [md5, sha256]);

  const size = await replaceFile(into, ({ handle }) => write(tarball, handle, options.signal));
  return {
    size,
    md5: md5.digest('hex'),
    sha256: sha256.digest('hex'),
    tarSha256: tarSha256.digest('hex'),
    files: entries.length,
  };
}

/** Passes a stream on and shows every piece of it to some hashes. */
async function* hashed(
  source: AsyncIterable<Uint8Array>,
  hashes: readonly Hash[],
): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    for (const hash of hashes) hash.update(piece);
    yield piece;
  }
}

/** @returns the bytes written */
async function write(
  source: AsyncIterable<Uint8Array>,
  file: FileHandle,
  signal?: AbortSignal,
): Promise<number> {
  let size = 0;
  for await (const piece of source) {
    signal?.throwIfAborted();
    await file.writeFile(piece);
    size += piece.length;
  }
  return size;
}
