import { Worker } from 'node:worker_threads';
import type { Block, Spare } from '../blocks.js';

/** What the thread sends back. */
interface Answer {
  deflated: Uint8Array;
  /** That of the block. */
  memory: ArrayBuffer;
}

interface Waiting {
  resolve: (deflated: Uint8Array) => void;
  reject: (error: unknown) => void;
}

/** A thread that compresses blocks; it answers in the order in which it is asked. */
export class DeflateThread {
  // What runs in the thread is JavaScript: Node 20 starts a thread from nothing else, be it for
  // the compiled program or for the tests, which run from TypeScript.
  readonly #worker = new Worker(new URL('./worker.js', import.meta.url), { execArgv: [] });
  #waiting: Waiting[] = [];

  /** @param spare where the memory of compressed blocks is put back */
  constructor(spare: Spare) {
    this.#worker.on('message', ({ deflated, memory }: Answer) => {
      spare.push(memory);
      this.#waiting.shift()?.resolve(deflated);
    });
    this.#worker.on('error', (error) => {
      this.#fail(error);
    });
    this.#worker.on('exit', (status) => {
      this.#fail(new Error(`a compressing thread ended with status ${status}`));
    });
  }

  /** Compresses a block, whose memory is given away. */
  deflate(block: Block): Promise<Uint8Array> {
    const deflated = new Promise<Uint8Array>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    // It may fail before anybody has come to wait for it.
    deflated.catch(() => undefined);
    this.#worker.postMessage(block, [block.bytes.buffer]);
    return deflated;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#waiting) reject(error);
    this.#waiting = [];
  }
}
