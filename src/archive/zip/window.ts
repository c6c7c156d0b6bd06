import { readSync } from 'node:fs';
import { RandomAccessReader } from 'yauzl';

/** What is read ahead. Bytes. */
const AHEAD = 64 * 1024;

/**
 * Reads small parts of an open file that lie one behind the other, many at once: waiting for a thread,
 * or asking the system, takes longer than all else that is done with each. Parts that lie elsewhere are
 * read by themselves.
 */
export class Window extends RandomAccessReader {
  readonly #file: number;
  #ahead: Buffer = Buffer.alloc(0);
  #start = 0;
  /** Where the last part ended that was read by itself: what follows it may be the first of many. */
  #after = 0;

  /** @param file its descriptor, which stays open */
  constructor(file: number) {
    super();
    this.#file = file;
  }

  /** @returns fewer bytes at the end of the file */
  at(position: number, length: number): Buffer {
    const from = position - this.#start;
    if (from >= 0 && from + length <= this.#ahead.length) {
      return this.#ahead.subarray(from, from + length);
    }
    const isNext =
      (from >= 0 && from < this.#ahead.length + AHEAD) ||
      (position >= this.#after && position < this.#after + AHEAD);
    if (length > AHEAD || !isNext) {
      this.#after = position + length;
      return this.#readFile(position, length);
    }
    this.#ahead = this.#readFile(position, AHEAD);
    this.#start = position;
    return this.#ahead.subarray(0, length);
  }

  override read(
    ...[buffer, offset, length, position, callback]: Parameters<RandomAccessReader['read']>
  ): void {
    const part = this.at(position, length);
    part.copy(buffer, offset);
    callback(part.length < length ? new Error('unexpected EOF') : null);
  }

  #readFile(position: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafe(length);
    let size = 0;
    while (size < length) {
      const count = readSync(this.#file, buffer, size, length - size, position + size);
      if (count === 0) break;
      size += count;
    }
    return buffer.subarray(0, size);
  }
}
