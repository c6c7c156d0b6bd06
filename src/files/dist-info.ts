import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { HostPath } from '../path.js';

/** What the name of every list ends in that {@link readDistInfo} reads. */
export const DIST_INFO_RECORD = '.dist-info/RECORD';

/** How large a list is that is read, in MB: that of a package with a hundred thousand files has some ten. */
export const DIST_INFO_MEGABYTES = 64;

/** Those that a record may use: sha256 or better (Binary distribution format, "Signed wheel files"). */
const ALGORITHMS = ['sha256', 'sha384', 'sha512'] as const;

/** A line of a `RECORD`: a file that an installer has put somewhere. */
export interface DistInfoLine {
  /** Which line of the text it is; 0 is the first. */
  readonly index: number;
  /** Relative to the folder that the `.dist-info` is in, or absolute. */
  readonly path: string;
  /** Undefined for the `RECORD` itself, and for what is made later, such as bytecode. */
  readonly measure: DistInfoMeasure | undefined;
}

/** What a `RECORD` says of a file's content. */
export interface DistInfoMeasure {
  readonly algorithm: (typeof ALGORITHMS)[number];
  /** In base64 as addresses have it, without `=` at its end; some write it in hex. */
  readonly digest: string;
  /** Bytes; undefined when it doesn't say. */
  readonly size: number | undefined;
}

/** A path, in quotes or not, behind which a digest and a size follow. */
const LINE = /^("(?:[^"]|"")+"|[^",]+),(?:(sha(?:256|384|512))=([\w-]+))?,(\d{0,15})$/;

/**
 * Reads the list that installers of Python packages keep of what they have installed (Recording
 * installed projects, "The RECORD file"). Lines of another form are left out.
 */
export function readDistInfo(text: string): DistInfoLine[] {
  return text.split('\n').flatMap((line, index) => {
    const [, path, name, digest, size = ''] = LINE.exec(line.trimEnd()) ?? [];
    if (path === undefined) return [];
    const algorithm = ALGORITHMS.find((known) => known === name);
    const measure =
      algorithm === undefined || digest === undefined
        ? undefined
        : { algorithm, digest, size: size === '' ? undefined : Number(size) };
    return [{ index, path: unquoted(path), measure }];
  });
}

/**
 * A `RECORD` with other measures in some of its lines, or without them.
 * @param changes by the index of the line; `gone` takes it out
 */
export function changeDistInfo(
  text: string,
  changes: ReadonlyMap<number, DistInfoMeasure | 'gone'>,
): string {
  return text
    .split('\n')
    .flatMap((line, index) => {
      const change = changes.get(index);
      if (change === undefined) return [line];
      if (change === 'gone') return [];
      const { algorithm, digest, size = '' } = change;
      const end = line.endsWith('\r') ? '\r' : '';
      return [`${LINE.exec(line.trimEnd())?.[1] ?? ''},${algorithm}=${digest},${size}${end}`];
    })
    .join('\n');
}

/** Measures a file as a `RECORD` says it. */
export async function measureForDistInfo(
  file: HostPath,
  algorithm: DistInfoMeasure['algorithm'],
  signal?: AbortSignal,
): Promise<DistInfoMeasure & { readonly size: number }> {
  const hash = createHash(algorithm);
  let size = 0;
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    hash.update(piece);
    size += piece.length;
  }
  return { algorithm, digest: hash.digest('base64url'), size };
}

/**
 * Whether a file is as a `RECORD` says.
 * @param found as {@link measureForDistInfo} has it
 */
export function fitsDistInfo(said: DistInfoMeasure, found: DistInfoMeasure): boolean {
  const { digest } = inFormOf(said, found);
  return said.digest === digest && (said.size === undefined || said.size === found.size);
}

/** What was found of a file, with its digest in hex if that is how it was said. */
export function inFormOf(said: DistInfoMeasure, found: DistInfoMeasure): DistInfoMeasure {
  const hex = Buffer.from(found.digest, 'base64url').toString('hex');
  return said.digest.length === hex.length ? { ...found, digest: hex } : found;
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
