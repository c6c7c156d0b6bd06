import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { HostPath } from '../path.js';

/** What the name of every list ends in that {@link readDistInfo} reads. */
export const DIST_INFO_RECORD = '.dist-info/RECORD';

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
  /** In base64 as addresses have it, without `=` at its end. */
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
): Promise<DistInfoMeasure & { readonly size: number }> {
  const hash = createHash(algorithm);
  let size = 0;
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(piece);
    size += piece.length;
  }
  return { algorithm, digest: hash.digest('base64url'), size };
}

/** Whether a file is as a `RECORD` says. */
export function fitsDistInfo(said: DistInfoMeasure, found: DistInfoMeasure): boolean {
  return said.digest === found.digest && (said.size === undefined || said.size === found.size);
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
