import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { HostPath } from '../path.js';
import type { AllDigests } from './digest.js';
import { explainingRead } from './system-error.js';

/** Size and every digest of a file. */
export interface Measure {
  /** Bytes. */
  size: number;
  digests: AllDigests;
}

/** Computes every digest of a stream of bytes in one pass. */
export class Digesting {
  #size = 0;
  readonly #md5 = createHash('md5');
  readonly #sha256 = createHash('sha256');
  readonly #sha512 = createHash('sha512');

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  update(chunk: Uint8Array): void {
    this.#size += chunk.length;
    this.#md5.update(chunk);
    this.#sha256.update(chunk);
    this.#sha512.update(chunk);
  }

  /** Ends the pass. */
  measure(): Measure {
    return {
      size: this.#size,
      digests: {
        md5: this.#md5.digest('hex'),
        sha256: this.#sha256.digest('hex'),
        sha512: this.#sha512.digest('hex'),
      },
    };
  }
}

/**
 * Starts a pass with the bytes that a file already has.
 * @throws BuilderError NOT_READABLE; the system's ENOENT when there is none
 */
export async function digestingOf(path: HostPath, signal?: AbortSignal): Promise<Digesting> {
  const digesting = new Digesting();
  const content: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1 << 18 });
  await explainingRead(path, async () => {
    for await (const chunk of content) {
      signal?.throwIfAborted();
      digesting.update(chunk);
    }
  });
  return digesting;
}

/** Size and every digest of a file, read once. */
export async function measureFile(path: HostPath, signal?: AbortSignal): Promise<Measure> {
  return (await digestingOf(path, signal)).measure();
}
