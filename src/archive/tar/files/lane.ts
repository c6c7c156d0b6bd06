import { Thread } from '../../index.js';
import type { Batch, Failed, Memory } from './batch.js';

/** What the thread sends back. */
interface Answer {
  readonly failed: Failed | undefined;
  /** That of the batch. */
  readonly memory: Memory;
}

/** Batches that a thread has to write at once, so that it needn't wait for us. */
const IN_FLIGHT = 2;

/** A small heap, as what goes through it is never kept. */
const HEAP = { maxYoungGenerationSizeMb: 4 };

/** A thread that writes batches, one after the other; it starts with the first. */
export class Lane {
  #thread: Thread<Batch, Answer> | undefined;
  #load = 0;

  /** Batches that it has to write. */
  get load(): number {
    return this.#load;
  }

  /** Whether it has enough to do. */
  get isFull(): boolean {
    return this.#load >= IN_FLIGHT;
  }

  /** Has a batch written, whose memory is given away until then. */
  async write(batch: Batch): Promise<Answer> {
    this.#thread ??= new Thread(
      new URL('./file-worker.js', import.meta.url),
      'that writes files',
      HEAP,
    );
    this.#load += 1;
    try {
      return await this.#thread.ask(batch, [batch.numbers.buffer, batch.bytes.buffer]);
    } finally {
      this.#load -= 1;
    }
  }

  /** Ends the thread, whatever it is at. */
  async end(): Promise<void> {
    await this.#thread?.end();
  }
}
