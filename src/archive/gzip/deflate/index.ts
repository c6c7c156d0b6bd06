import { availableParallelism } from 'node:os';
import type { Block, Spare } from '../blocks.js';
import { DeflateThread } from './thread.js';

/** More threads than this would take more memory than they win time. */
const MOST_THREADS = 4;

/**
 * Compresses blocks on all cores, and gives them back in their order. The number of threads has no
 * influence on the bytes; it bounds the memory, as each has two blocks in flight. A single block is
 * compressed here: starting a thread takes longer.
 * @param spare where the memory of compressed blocks is put back
 */
export async function* deflate(
  blocks: AsyncIterable<Block>,
  spare: Spare,
  threads = Math.min(MOST_THREADS, availableParallelism()),
): AsyncGenerator<Uint8Array> {
  const rest = blocks[Symbol.asyncIterator]();
  const [one, two] = [await rest.next(), await rest.next()];
  if (one.done === true) return;
  if (two.done === true) {
    const { deflateBlock } = await import('./block.js');
    const deflated = deflateBlock(one.value);
    spare.push(one.value.bytes.buffer);
    yield deflated;
    return;
  }
  yield* onThreads(resumed([one.value, two.value], rest), spare, threads);
}

async function* resumed<T>(begun: readonly T[], rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    yield* begun;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}

async function* onThreads(
  blocks: AsyncIterable<Block>,
  spare: Spare,
  threads: number,
): AsyncGenerator<Uint8Array> {
  const pool: DeflateThread[] = [];
  const inFlight: Promise<Uint8Array>[] = [];
  let count = 0;
  try {
    for await (const block of blocks) {
      const thread = (pool[count % threads] ??= new DeflateThread(spare));
      inFlight.push(thread.deflate(block));
      count += 1;
      if (inFlight.length === threads * 2) yield* first(inFlight);
    }
    while (inFlight.length > 0) yield* first(inFlight);
  } finally {
    await Promise.all(pool.map((thread) => thread.end()));
  }
}

async function* first(inFlight: Promise<Uint8Array>[]): AsyncGenerator<Uint8Array> {
  const oldest = inFlight.shift();
  if (oldest !== undefined) yield await oldest;
}
