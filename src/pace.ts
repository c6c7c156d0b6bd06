import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long the process may be deaf. Milliseconds. */
const TURN = 50;

/**
 * For long loops that wait for nothing: hands their items on, and lets the process hear signals
 * and answers every now and then.
 * @param signal ends the loop; its reason is thrown
 */
export async function* paced<T>(
  items: Iterable<T> | AsyncIterable<T>,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  let last = performance.now();
  for await (const item of items) {
    if (performance.now() - last > TURN) {
      await nextTurn();
      last = performance.now();
    }
    signal?.throwIfAborted();
    yield item;
  }
}
