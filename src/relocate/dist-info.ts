import { readFile, writeFile } from 'node:fs/promises';
import nodePath from 'node:path';
import pLimit from 'p-limit';

import { systemErrorCode } from '../error.js';
import {
  changeDistInfo,
  DIST_INFO_MEGABYTES,
  DIST_INFO_RECORD,
  type DistInfoMeasure,
  fitsDistInfo,
  inFormOf,
  measureForDistInfo,
  readDistInfo,
} from '../files/index.js';
import { inHost, type HostPath } from '../path.js';
import type { Entry, FileEntry } from '../tree/index.js';
import { keepingAttributes } from './files/attributes.js';
import { locate, type PathMap } from './paths.js';

const FILES_AT_ONCE = 4;

/** A list of installed files (`*.dist-info/RECORD`), with what was true in it. */
export interface TrueRecord {
  readonly path: string;
  readonly lines: readonly TrueLine[];
}

/** A line of which the file was there, and had the digest that the line says. */
interface TrueLine {
  readonly index: number;
  /** The file, relative to the tree's root. */
  readonly file: string;
  readonly said: DistInfoMeasure | undefined;
}

/**
 * Reads what installers of Python packages have noted of a tree, before anything in it is changed. A
 * line that isn't true is of no interest: nobody may make it so.
 */
export async function readTrueRecords(
  root: HostPath,
  entries: readonly Entry[],
  map: PathMap,
  signal?: AbortSignal,
): Promise<TrueRecord[]> {
  const files = filesOf(entries);
  const limit = pLimit(FILES_AT_ONCE);
  const records: TrueRecord[] = [];
  for (const { path, size } of files.values()) {
    // The audit tells of one that nobody reads.
    if (!path.endsWith(DIST_INFO_RECORD) || size > DIST_INFO_MEGABYTES * 1024 * 1024) continue;
    const home = nodePath.posix.dirname(nodePath.posix.dirname(path));
    const lines = await Promise.all(
      readDistInfo(await readFile(inHost(root, path), 'utf8')).map((line) =>
        limit(async (): Promise<TrueLine[]> => {
          signal?.throwIfAborted();
          const file = placeOf(line.path, home, map);
          if (file === undefined || !files.has(file)) return [];
          const said = line.measure;
          const found = said && (await measureAt(root, file, said.algorithm, signal));
          if (said !== undefined && (found === undefined || !fitsDistInfo(said, found))) return [];
          return [{ index: line.index, file, said }];
        }),
      ),
    );
    records.push({ path, lines: lines.flat() });
  }
  return records;
}

/**
 * Makes true again what was true before the tree was changed.
 * @param entries what the tree has by now
 * @returns the lists that were changed
 */
export async function mendRecords(
  root: HostPath,
  records: readonly TrueRecord[],
  entries: readonly Entry[],
  signal?: AbortSignal,
): Promise<string[]> {
  const files = filesOf(entries);
  const mended: string[] = [];
  for (const { path, lines } of records) {
    const own = files.get(path);
    if (own === undefined) continue;
    const changes = new Map<number, DistInfoMeasure | 'gone'>();
    for (const { index, file, said } of lines) {
      signal?.throwIfAborted();
      if (!files.has(file)) changes.set(index, 'gone');
      else if (said !== undefined) {
        const found = await measureAt(root, file, said.algorithm, signal);
        if (found !== undefined && !fitsDistInfo(said, found)) {
          changes.set(index, inFormOf(said, found));
        }
      }
    }
    if (changes.size === 0) continue;
    const text = changeDistInfo(await readFile(inHost(root, path), 'latin1'), changes);
    await keepingAttributes(root, [own], () => writeFile(inHost(root, path), text, 'latin1'));
    mended.push(path);
  }
  return mended;
}

function filesOf(entries: readonly Entry[]): Map<string, FileEntry> {
  return new Map(entries.flatMap((entry) => (entry.kind === 'file' ? [[entry.path, entry]] : [])));
}

/** Where in the tree a line's file is; undefined for one elsewhere. */
function placeOf(path: string, home: string, map: PathMap): string | undefined {
  if (!path.startsWith('/')) return nodePath.posix.join(home, path);
  const place = locate(path, map);
  return place.where === 'tree' ? place.path : undefined;
}

async function measureAt(
  root: HostPath,
  file: string,
  algorithm: DistInfoMeasure['algorithm'],
  signal: AbortSignal | undefined,
): Promise<DistInfoMeasure | undefined> {
  try {
    return await measureForDistInfo(inHost(root, file), algorithm, signal);
  } catch (error) {
    if (systemErrorCode(error) === 'EACCES') return undefined;
    throw error;
  }
}
