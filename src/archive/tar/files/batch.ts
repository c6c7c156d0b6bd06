import type { HostPath } from '../../../path.js';

/** A small file that is to be written. */
export interface SmallFile {
  readonly path: HostPath;
  /** What messages call it. */
  readonly member: string;
  /** Permission bits. */
  readonly mode: number;
  /** Seconds. */
  readonly mtime: number | undefined;
}

/** Small files, and their contents one behind the other. */
export interface Batch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly files: (SmallFile & { readonly start: number; readonly end: number })[];
}

/** A file that could not be written, and what the system said. */
export interface Failed {
  readonly member: string;
  readonly message: string;
  readonly code: string;
}

/** Bytes of the contents of one batch. */
const BATCH_BYTES = 256 * 1024;

const MOST_FILES = 512;

/** No larger file is written in a batch. Bytes. */
export const SMALL = 64 * 1024;

/** Gathers small files until there are enough of them. */
export class Gathering {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #files: Batch['files'] = [];
  #end = 0;

  /** @param memory of a batch that is written; new one unless given */
  constructor(memory = new ArrayBuffer(BATCH_BYTES)) {
    this.#bytes = new Uint8Array(memory);
  }

  /** Whether there is room for one more, of so many bytes. */
  takes(size: number): boolean {
    return this.#files.length < MOST_FILES && this.#end + size <= this.#bytes.length;
  }

  add(file: SmallFile, content: Uint8Array): void {
    const start = this.#end;
    this.#bytes.set(content, start);
    this.#end += content.length;
    this.#files.push({ ...file, start, end: this.#end });
  }

  get batch(): Batch {
    return { bytes: this.#bytes, files: this.#files };
  }
}
