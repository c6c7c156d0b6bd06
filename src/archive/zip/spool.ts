import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { inHost, type HostPath } from '../../path.js';
import { piecesOf } from './pieces.js';

/** More is not kept in memory. Bytes. */
const IN_MEMORY = 1024 * 1024;

/** Keeps bytes: a few in memory, more in a file without a name, which nothing can leave behind. */
export class Spool {
  readonly #folder: HostPath;
  #kept: Uint8Array[] = [];
  #file: FileHandle | undefined;
  size = 0;

  constructor(folder: HostPath) {
    this.#folder = folder;
  }

  async add(piece: Uint8Array): Promise<void> {
    this.size += piece.length;
    if (this.#file === undefined && this.size > IN_MEMORY) {
      this.#file = await openNameless(this.#folder);
      for (const kept of this.#kept.splice(0)) await this.#file.writeFile(kept);
    }
    if (this.#file === undefined) this.#kept.push(piece);
    else await this.#file.writeFile(piece);
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    yield* this.#kept;
    if (this.#file !== undefined) yield* piecesOf(this.#file);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

async function openNameless(folder: HostPath): Promise<FileHandle> {
  const path = inHost(folder, `.zip.${randomUUID()}.tmp`);
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  return file;
}
