import { randomInt } from 'node:crypto';

/** The tree itself, the first of all places. */
export const ROOT = 0;

/** What there is room for at first. */
const FEW = { places: 1024, bytes: 16 * 1024 } as const;

/**
 * The places of a tree, by the folder that each is in and its name there, with some bits to each. A
 * place is a number, and takes some 20 bytes and its name: a million of objects, or of texts, would
 * take five times as much, and the time of the collector.
 */
export class Places {
  #count = 1;
  #folders = new Uint32Array(FEW.places);
  #bits = new Uint8Array(FEW.places);
  /** All names, one behind the other, and where that of each place ends. */
  #names: Buffer = Buffer.allocUnsafeSlow(FEW.bytes);
  #ends = new Uint32Array(FEW.places);
  /** By a name's digest the newest place, and by place the next one with the same; 0 ends it. */
  #newest = new Uint32Array(FEW.places * 2);
  #next = new Uint32Array(FEW.places);
  /** Whoever makes an archive can't know it: so no names are made for places to be found slowly. */
  readonly #seed = randomInt(2 ** 32);

  bits(place: number): number {
    return this.#bits[place] ?? 0;
  }

  addBits(place: number, bits: number): void {
    this.#bits[place] = this.bits(place) | bits;
  }

  find(folder: number, name: string): number | undefined {
    const end = this.#writeName(name);
    return this.#findWritten(folder, end, this.#digest(folder, end));
  }

  /** Finds a place, or makes it. */
  make(folder: number, name: string): { readonly place: number; readonly isNew: boolean } {
    const end = this.#writeName(name);
    const known = this.#findWritten(folder, end, this.#digest(folder, end));
    if (known !== undefined) return { place: known, isNew: false };
    const place = this.#count;
    if (place === this.#folders.length) this.#grow();
    this.#count += 1;
    this.#folders[place] = folder;
    this.#ends[place] = end;
    this.#chain(place);
    return { place, isNew: true };
  }

  /** The first place that was made in a folder and has a wanted name, and that. */
  firstIn(
    folder: number,
    isWanted: (name: string) => boolean = () => true,
  ): { readonly place: number; readonly name: string } | undefined {
    for (let place = 1; place < this.#count; place += 1) {
      if (this.#folders[place] !== folder) continue;
      const name = this.#names.toString('utf8', this.#startOf(place), this.#ends[place]);
      if (isWanted(name)) return { place, name };
    }
    return undefined;
  }

  /**
   * Puts a name behind all others, where it stays if its place is made.
   * @returns where it ends
   */
  #writeName(name: string): number {
    const start = this.#startOf(this.#count);
    // A character of a text takes three bytes at most.
    const wanted = start + name.length * 3;
    if (wanted > this.#names.length) {
      const names = Buffer.allocUnsafeSlow(Math.max(wanted, this.#names.length * 2));
      this.#names.copy(names, 0, 0, start);
      this.#names = names;
    }
    return start + this.#names.write(name, start);
  }

  #startOf(place: number): number {
    return this.#ends[place - 1] ?? 0;
  }

  #findWritten(folder: number, end: number, digest: number): number | undefined {
    const start = this.#startOf(this.#count);
    let place = this.#newest[digest] ?? 0;
    for (; place !== 0; place = this.#next[place] ?? 0) {
      if (this.#folders[place] === folder && this.#isNamed(place, start, end)) return place;
    }
    return undefined;
  }

  #isNamed(place: number, start: number, end: number): boolean {
    const [from, to] = [this.#startOf(place), this.#ends[place] ?? 0];
    return (
      to - from === end - start && this.#names.compare(this.#names, start, end, from, to) === 0
    );
  }

  /** FNV-1a, of the folder and of the name that ends there, the last one. */
  #digest(folder: number, end: number, start = this.#startOf(this.#count)): number {
    let digest = Math.imul(this.#seed ^ folder, 0x01000193);
    for (let index = start; index < end; index += 1) {
      digest = Math.imul(digest ^ (this.#names[index] ?? 0), 0x01000193);
    }
    digest ^= digest >>> 15;
    return digest & (this.#newest.length - 1);
  }

  #chain(place: number): void {
    const end = this.#ends[place] ?? 0;
    const digest = this.#digest(this.#folders[place] ?? 0, end, this.#startOf(place));
    this.#next[place] = this.#newest[digest] ?? 0;
    this.#newest[digest] = place;
  }

  #grow(): void {
    const size = this.#folders.length * 2;
    this.#folders = grown(this.#folders, new Uint32Array(size));
    this.#ends = grown(this.#ends, new Uint32Array(size));
    this.#bits = grown(this.#bits, new Uint8Array(size));
    this.#next = new Uint32Array(size);
    this.#newest = new Uint32Array(size * 2);
    for (let place = 1; place < this.#count; place += 1) this.#chain(place);
  }
}

function grown<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
