import { NUMBERS } from './write-file.js';

/** A small file that is to be written. */
export interface SmallFile {
  /** On the machine, below the folder that is filled. */
  readonly path: string;
  /** What messages call it. */
  readonly member: string;
  /** Permission bits. */
  readonly mode: number;
  /** Seconds. */
  readonly mtime: number | undefined;
}

/** What a batch is gathered in, and can be again once it is written. */
export interface Memory {
  /** Of each file its mode, its time (NaN when it has none) and where its content ends. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** The contents, one behind the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Small files as they get from one thread to another: a text and two pieces of memory. An object for
 * each of them takes longer to copy than the file to write.
 */
export interface Batch extends Memory {
  /** With a NUL byte between any two. */
  readonly paths: string;
}

/** A file that could not be written, by its number in the batch, and what the system said. */
export interface Failed {
  readonly index: number;
  readonly message: string;
  readonly code: string;
}

/** Bytes of the contents of one batch: with small ones, threads wait for one another. */
const BATCH_BYTES = 1024 * 1024;

/** Few enough that the process isn't deaf for long when it writes them itself. */
const MOST_FILES = 1024;

/** No larger file is written in a batch. Bytes. */
export const SMALL = 64 * 1024;

/** Gathers small files until there are enough of them. */
export class Gathering {
  readonly #memory: Memory;
  readonly #paths: string[] = [];
  /** What messages call the files, in their order. */
  readonly members: string[] = [];
  #end = 0;

  /** @param memory of a batch that is written; new one unless given */
  constructor(memory?: Memory) {
    this.#memory = memory ?? {
      numbers: new Float64Array(MOST_FILES * NUMBERS),
      bytes: new Uint8Array(BATCH_BYTES),
    };
  }

  get isEmpty(): boolean {
    return this.#paths.length === 0;
  }

  /** Whether there is room for one more, of so many bytes. */
  takes(size: number): boolean {
    return this.#paths.length < MOST_FILES && this.#end + size <= BATCH_BYTES;
  }

  add({ path, member, mode, mtime }: SmallFile, content: Uint8Array): void {
    const { numbers, bytes } = this.#memory;
    const at = this.#paths.length * NUMBERS;
    bytes.set(content, this.#end);
    this.#end += content.length;
    numbers[at] = mode;
    numbers[at + 1] = mtime ?? NaN;
    numbers[at + 2] = this.#end;
    this.#paths.push(path);
    this.members.push(member);
  }

  get batch(): Batch {
    const { numbers, bytes } = this.#memory;
    return { paths: this.#paths.join('\0'), numbers, bytes };
  }
}
