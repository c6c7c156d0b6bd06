import type { ByteDifference, Content, Format, Part } from '../comparison.js';

/** Collects in which parts two files of one format differ, up to a number of them. */
export class PartList {
  readonly #parts: Part[] = [];
  #count = 0;

  constructor(
    readonly format: Format,
    readonly limit: number,
  ) {}

  /** Whether another one would only be counted. */
  get isFull(): boolean {
    return this.#parts.length >= this.limit;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  add(...parts: readonly Part[]): void {
    this.#count += parts.length;
    this.#parts.push(...parts.slice(0, this.limit - this.#parts.length));
  }

  /** Adds a part whose bytes were compared, if they differ. */
  addBytes(name: string, bytes: ByteDifference | undefined): void {
    if (bytes) this.add({ kind: 'bytes', name, bytes });
  }

  /** Counts a part that is known to differ. */
  omit(): void {
    this.#count += 1;
  }

  /** What was found; undefined when that is nothing. */
  content(): Content | undefined {
    if (this.isEmpty) return undefined;
    const omitted = this.#count - this.#parts.length;
    return { kind: 'parts', format: this.format, parts: this.#parts, omitted };
  }
}
