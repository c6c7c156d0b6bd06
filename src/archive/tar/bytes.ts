/** Bytes that come in pieces of any size, handed out in pieces of the size that is asked for. */
export class Bytes {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #piece: Buffer = Buffer.alloc(0);
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
    if (size > this.#piece.length) return undefined;
    const part = this.#piece.subarray(0, size);
    this.#piece = this.#piece.subarray(size);
    this.#taken += size;
    return part;
  }

  /** What is there next, at least one byte and at most this many; undefined at the end. */
  async some(most: number): Promise<Buffer | undefined> {
    while (this.#piece.length === 0) {
      const next = await this.#pieces.next();
      if (next.done === true) return undefined;
      const { buffer, byteOffset, length } = next.value;
      this.#piece = Buffer.from(buffer, byteOffset, length);
    }
    const part = this.#piece.subarray(0, most);
    this.#piece = this.#piece.subarray(part.length);
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
