import type { PublicUri } from '../../network/index.js';
import type { Receiving } from './received.js';
import { forBuild } from './belonging.js';

const INTERVAL = 250;

/** Tells how far a download is, a few times a second at most. */
export class Progress {
  readonly #started = performance.now();
  #told = -Infinity;

  /**
   * @param resumed bytes that were there before
   * @param total bytes in all, where known
   */
  constructor(
    readonly receiving: Pick<Receiving, 'emit' | 'build'>,
    readonly url: PublicUri,
    readonly resumed: number,
    readonly total: number | undefined,
  ) {}

  /** Takes how many bytes there are now, the resumed ones included. */
  update(received: number): void {
    if (performance.now() - this.#told >= INTERVAL) this.tell(received);
  }

  /** Like {@link update}, at once. */
  tell(received: number): void {
    this.#told = performance.now();
    const seconds = Math.max((this.#told - this.#started) / 1000, 0.001);
    this.receiving.emit({
      type: 'source.progress',
      ...forBuild(this.receiving),
      url: this.url,
      received,
      total: this.total,
      bytesPerSecond: Math.round((received - this.resumed) / seconds),
    });
  }
}
