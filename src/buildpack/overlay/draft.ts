import { readFile } from 'node:fs/promises';
import prettyBytes from 'pretty-bytes';
import { BuilderError } from '../../error.js';
import { sha256Of } from '../../files/index.js';
import { createHash } from 'node:crypto';
import type { ZipContent } from '../../archive/zip/index.js';

/** Bytes of a file that is read whole, to be edited or compared by its text. */
export const MOST_TEXT = 32 * 1024 * 1024;

/** A file, as it is or shall be. */
export interface DraftFile {
  /** Permission bits. */
  readonly mode: number;
  readonly size: number;
  /** Where its bytes are; those in a zip have to be unpacked. */
  readonly content: ZipContent | { readonly unpack: () => Promise<Buffer> };
}

/** What is at a path. */
export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'folder' }
  | { readonly kind: 'special' }
  | { readonly kind: 'link'; readonly target: string }
  | ({ readonly kind: 'file' } & DraftFile);

/** What a draft begins with: a folder of the machine, or a zip. */
export interface Base {
  /** How messages call what is at a path. */
  name(path: string): string;
  /** @throws BuilderError OVERLAY_MISMATCH when the path leads through a link or below a file */
  find(path: string): Promise<Found>;
  /** Everything at a path and below it that is no folder. */
  below(path: string): Promise<string[]>;
}

/** A file that a draft changes: what is there before and after, undefined for nothing. */
export interface Difference {
  readonly path: string;
  readonly before: Exclude<Found, { kind: 'nothing' | 'folder' }> | undefined;
  readonly after: DraftFile | undefined;
}

/** A buildpack, or a zip in it, with what changes have made of it so far; nothing is written. */
export class Draft {
  readonly #base: Base;
  readonly #files = new Map<string, DraftFile>();
  /** What was removed; whatever was below went with it. */
  readonly #gone = new Set<string>();

  constructor(base: Base) {
    this.#base = base;
  }

  /** How messages call what is at a path. */
  name(path: string): string {
    return this.#base.name(path);
  }

  /** @throws BuilderError OVERLAY_MISMATCH when the path leads through a link or below a file */
  async find(path: string): Promise<Found> {
    const file = this.#files.get(path);
    if (file !== undefined) return { kind: 'file', ...file };
    const above = foldersOf(path).find((folder) => this.#files.has(folder));
    if (above !== undefined) throw notAFolder(this.name(above));
    if ([...this.#files.keys()].some((other) => other.startsWith(`${path}/`))) {
      return { kind: 'folder' };
    }
    return this.#isGone(path) ? { kind: 'nothing' } : await this.#base.find(path);
  }

  /** Puts a file in its place, whatever is there. */
  put(path: string, file: DraftFile): void {
    this.#files.set(path, file);
  }

  /** Removes what is at a path, and all below it. */
  remove(path: string): void {
    for (const other of this.#files.keys()) {
      if (other === path || other.startsWith(`${path}/`)) this.#files.delete(other);
    }
    this.#gone.add(path);
  }

  /** Whether what the base has at a path isn't as it was, or isn't there. */
  isTouched(path: string): boolean {
    return this.#files.has(path) || this.#isGone(path);
  }

  /** Whether anything was put in or removed. */
  get isChanged(): boolean {
    return this.#files.size > 0 || this.#gone.size > 0;
  }

  /** The files that are new or were given other content. */
  files(): ReadonlyMap<string, DraftFile> {
    return this.#files;
  }

  /** All that is not as it was, in the order of paths. */
  async differences(): Promise<Difference[]> {
    const removed = await Promise.all([...this.#gone].map((path) => this.#base.below(path)));
    const paths = new Set([...this.#files.keys(), ...removed.flat()]);
    const differences: Difference[] = [];
    for (const path of [...paths].sort()) {
      const found = await this.#base.find(path);
      const before = found.kind === 'nothing' || found.kind === 'folder' ? undefined : found;
      const after = this.#files.get(path);
      if (before?.kind === 'file' && after !== undefined && (await isSame(before, after))) continue;
      differences.push({ path, before, after });
    }
    return differences;
  }

  #isGone(path: string): boolean {
    return this.#gone.has(path) || foldersOf(path).some((folder) => this.#gone.has(folder));
  }
}

/** The folders that a path leads through, the uppermost first. */
export function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}

/** The refusal of a path below a file. */
export function notAFolder(name: string): BuilderError {
  return new BuilderError('OVERLAY_MISMATCH', `${name} is a file: nothing can be below it`);
}

/** A file of bytes. */
export function fileOf(bytes: Uint8Array, mode: number): DraftFile {
  return { mode, size: bytes.length, content: { bytes } };
}

/**
 * The bytes of a file that somebody wants to edit.
 * @throws BuilderError OVERLAY_MISMATCH when there are too many
 */
export async function bytesOf(name: string, { size, content }: DraftFile): Promise<Buffer> {
  if (size > MOST_TEXT) {
    throw new BuilderError(
      'OVERLAY_MISMATCH',
      `${name} is too large to be edited: ${prettyBytes(size)}, ${prettyBytes(MOST_TEXT)} at most`,
    );
  }
  if ('bytes' in content) return Buffer.from(content.bytes);
  return 'file' in content ? await readFile(content.file) : await content.unpack();
}

/** Whether two files have the same bytes, and are programs or not; other bits depend on who checked them out. */
export async function isSame(a: DraftFile, b: DraftFile): Promise<boolean> {
  if (isProgram(a.mode) !== isProgram(b.mode) || a.size !== b.size) return false;
  return (await digestOf(a)) === (await digestOf(b));
}

/** Whether permission bits are those of a program. */
export function isProgram(mode: number): boolean {
  return (mode & 0o100) !== 0;
}

async function digestOf({ content }: DraftFile): Promise<string> {
  if ('file' in content) return (await sha256Of(content.file)) ?? '';
  const bytes = 'bytes' in content ? content.bytes : await content.unpack();
  return createHash('sha256').update(bytes).digest('hex');
}
