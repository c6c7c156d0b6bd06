import { availableParallelism } from 'node:os';
import { Gathering, type Failed, type Memory, type SmallFile } from './batch.js';
import { Lane } from './lane.js';
import { unwritable } from './unwritable.js';
import { writeBatch } from './write-file.js';

/** With more of them, threads only wait for one another in the kernel. */
const MOST_LANES = 2;

/**
 * Writes small files behind the caller's back: on threads of their own once they are many, as the
 * system takes most of the time, and meanwhile the next ones can be read. What one fails with is told
 * with a later one, or at the end. Nobody can tell in which order they are written, unless
 * {@link keepOrder} is asked for.
 */
export class SmallFiles {
  readonly #lanes = Array.from(
    { length: Math.min(MOST_LANES, availableParallelism()) },
    () => new Lane(),
  );
  readonly #inFlight = new Set<Promise<void>>();
  readonly #spare: Memory[] = [];
  #gathering = new Gathering();
  #keepsOrder = false;
  #failed: { readonly error: unknown } | undefined;

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

  /** Whether files are written in their order. */
  get keepsOrder(): boolean {
    return this.#keepsOrder;
  }

  /** From here on each file is written behind all that came before it. */
  keepOrder(): void {
    this.#keepsOrder = true;
  }

  /** Waits until all is written. */
  async flush(): Promise<void> {
    if (this.#inFlight.size > 0) await this.#handOver();
    else this.#writeHere();
    await Promise.all(this.#inFlight);
    this.#mustBeWell();
  }

  /** Ends what is still at work. */
  async end(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.end()));
  }

  /** Has what is gathered written by a thread, when one has time. */
  async #handOver(): Promise<void> {
    const gathering = this.#gathering;
    if (this.#keepsOrder) await Promise.all(this.#inFlight);
    const lane = await this.#idlest();
    const written = lane
      .write(gathering.batch)
      .then(
        ({ failed, memory }) => {
          this.#note(gathering, failed);
          this.#spare.push(memory);
        },
        (error: unknown) => {
          this.#failed ??= { error };
        },
      )
      .finally(() => this.#inFlight.delete(written));
    this.#inFlight.add(written);
    this.#gathering = new Gathering(this.#spare.pop());
    this.#mustBeWell();
  }

  /** The thread with the least to do, once one hasn't enough. */
  async #idlest(): Promise<Lane> {
    for (;;) {
      const lane = this.#lanes.reduce((one, other) => (other.load < one.load ? other : one));
      if (!lane.isFull) return lane;
      await Promise.race(this.#inFlight);
    }
  }

  #writeHere(): void {
    const gathering = this.#gathering;
    if (gathering.isEmpty) return;
    const { batch } = gathering;
    this.#note(gathering, writeBatch(batch));
    this.#gathering = new Gathering(batch);
  }

  #note({ members }: Gathering, failed: Failed | undefined): void {
    if (failed === undefined) return;
    this.#failed ??= { error: unwritable(members[failed.index] ?? '', failed) };
  }

  #mustBeWell(): void {
    if (this.#failed !== undefined) throw this.#failed.error;
  }
}
