/** Bytes that come in pieces of any size, handed out in pieces of the size that is asked for. */
export class Bytes {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #piece: Buffer = Buffer.alloc(0);
  /** Where in the piece what comes next is. */
  #at = 0;
  #taken = 0;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** How many bytes were handed out. */
  get taken(): number {
    return this.#taken;
  }

  /** This many bytes, where they are at hand already: no caller has to wait then. */
  now(size: number): Buffer | undefined {
    const start = this.#at;
    if (start + size > this.#piece.length) return undefined;
    this.#at += size;
    this.#taken += size;
    return this.#piece.subarray(start, start + size);
  }

  /** Leaves this many bytes out, where they are at hand. */
  pass(size: number): boolean {
    if (this.#at + size > this.#piece.length) return false;
    this.#at += size;
    this.#taken += size;
    return true;
  }

  /** What is there next, at least one byte and at most this many; undefined at the end. */
  async some(most: number): Promise<Buffer | undefined> {
    while (this.#at === this.#piece.length) {
      const next = await this.#pieces.next();
      if (next.done === true) return undefined;
      const { buffer, byteOffset, length } = next.value;
      this.#piece = Buffer.from(buffer, byteOffset, length);
      this.#at = 0;
    }
    const part = this.#piece.subarray(this.#at, this.#at + most);
    this.#at += part.length;
    this.#taken += part.length;
    return part;
  }

  /** This many bytes, or as many as are left. */
  async upTo(size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = size; left > 0;) {
      const part = await this.some(left);
      if (part === undefined) break;
      parts.push(part);
      left -= part.length;
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  /** Lets go of what the pieces come from. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}
