import { Thread } from '../../index.js';
import { Gathering, type Batch, type Failed, type SmallFile } from './batch.js';
import { unwritable } from './unwritable.js';
import { writeBatch } from './write-file.js';

/** What the thread sends back. */
interface Answer {
  readonly failed: Failed | undefined;
  /** That of the batch. */
  readonly memory: ArrayBuffer;
}

/** Batches that a thread has to write at once, so that it needn't wait for us. */
const IN_FLIGHT = 2;

/** A small heap, as what goes through it is never kept. */
const HEAP = { maxYoungGenerationSizeMb: 4 };

/**
 * Writes small files in their order: on a thread of its own once they are many, as the system takes
 * most of the time, and meanwhile the next ones can be read.
 */
export class Lane {
  readonly #spare: ArrayBuffer[] = [];
  readonly #inFlight: Promise<void>[] = [];
  #gathering = new Gathering();
  #thread: Thread<Batch, Answer> | undefined;
  #failed: Failed | undefined;

  /**
   * @returns when there is something to wait for, before the next one comes
   * @throws UnwritableError, for an earlier file too
   */
  write(file: SmallFile, content: Uint8Array): Promise<void> | undefined {
    if (this.#gathering.takes(content.length)) {
      this.#gathering.add(file, content);
      return undefined;
    }
    return this.#handOver().then(() => {
      this.#gathering.add(file, content);
    });
  }

  /** Waits until all is written. */
  async flush(): Promise<void> {
    const { batch } = this.#gathering;
    if (this.#thread !== undefined) await this.#handOver();
    else if (batch.files.length > 0) {
      this.#failed ??= writeBatch(batch);
      this.#gathering = new Gathering(batch.bytes.buffer);
    }
    await Promise.all(this.#inFlight.splice(0));
    this.#mustBeWell();
  }

  /** Ends the thread, whatever it is at. */
  async end(): Promise<void> {
    await this.#thread?.end();
  }

  async #handOver(): Promise<void> {
    const { batch } = this.#gathering;
    this.#thread ??= new Thread(
      new URL('./file-worker.js', import.meta.url),
      'that writes files',
      HEAP,
    );
    const written = this.#thread.ask(batch, [batch.bytes.buffer]).then(({ failed, memory }) => {
      this.#failed ??= failed;
      this.#spare.push(memory);
    });
    written.catch(() => undefined);
    this.#inFlight.push(written);
    if (this.#inFlight.length >= IN_FLIGHT) await this.#inFlight.shift();
    this.#gathering = new Gathering(this.#spare.pop());
    this.#mustBeWell();
  }

  #mustBeWell(): void {
    if (this.#failed !== undefined) throw unwritable(this.#failed);
  }
}
