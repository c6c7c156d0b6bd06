import { Thread } from '../../index.js';
import type { Block, Spare } from '../blocks.js';

/** What the thread sends back. */
interface Answer {
  readonly deflated: Uint8Array;
  /** That of the block. */
  readonly memory: ArrayBuffer;
}

/** A thread that compresses blocks; it answers in the order in which it is asked. */
export class DeflateThread {
  readonly #thread = new Thread<Block, Answer>(
    new URL('./worker.js', import.meta.url),
    'that compresses',
  );
  readonly #spare: Spare;

  /** @param spare where the memory of compressed blocks is put back */
  constructor(spare: Spare) {
    this.#spare = spare;
  }

  /** Compresses a block, whose memory is given away. */
  deflate(block: Block): Promise<Uint8Array> {
    const deflated = this.#thread.ask(block, [block.bytes.buffer]).then((answer) => {
      this.#spare.push(answer.memory);
      return answer.deflated;
    });
    // It may fail before anybody has come to wait for it.
    deflated.catch(() => undefined);
    return deflated;
  }

  async end(): Promise<void> {
    await this.#thread.end();
  }
}
