/** The longest time that a timer of Node takes; with a longer one it would end at once. Milliseconds. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** A time at which work has to be done. {@link Deadline.end} has to be called in the end. */
export class Deadline {
  /** Ends the work: when the time is up, with the error that says so, or when the caller wants it. */
  readonly signal: AbortSignal;
  readonly #late = new AbortController();
  readonly #timer: NodeJS.Timeout;

  /**
   * @param milliseconds more than three weeks, and Infinity, count as three weeks
   * @param late what is thrown then
   */
  constructor(milliseconds: number, signal: AbortSignal | undefined, late: () => Error) {
    const { signal: own } = this.#late;
    this.signal = signal === undefined ? own : AbortSignal.any([signal, own]);
    this.#timer = setTimeout(
      () => {
        this.#late.abort(late());
      },
      Math.min(milliseconds, LONGEST_TIMER),
    );
  }

  /** Whether it was the time that ended the work. */
  get passed(): boolean {
    return this.#late.signal.aborted && this.signal.reason === this.#late.signal.reason;
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
