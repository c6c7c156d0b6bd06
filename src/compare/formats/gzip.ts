import type { FileHandle } from 'node:fs/promises';

import type { Content, Pair, Part } from '../comparison.js';
import { GZIP_HEADER_BYTES, parseGzipHeader } from '../gzip-header.js';
import { changedFields } from '../listing.js';
import { atMost, gunzip, rangeOf, readRange } from '../stream.js';
import { compareStreams } from '../compare-streams.js';
import { PartList } from './parts.js';

/** More than a file of an artifact has in it, and less than a bomb. */
const LARGEST = 512 * 1024 * 1024;

/** A gzip file, opened. */
export interface GzipFile {
  handle: FileHandle;
  size: number;
}

/**
 * Compares two gzip files: header, content, and the compressed data where the content is the same.
 * @throws Error when one can't be read
 */
export async function compareGzip(
  files: Pair<GzipFile>,
  lines: number,
): Promise<Content | undefined> {
  const parts = new PartList('gzip', lines);
  const content = await compareStreams(contentOf(files.before), contentOf(files.after));
  parts.add(...(await compareWrapping(files, content === undefined)));
  parts.addBytes('the content', content);
  return parts.content();
}

/**
 * Compares what two gzip files have around their content.
 * @param sameContent whether that is the same; if it isn't, compressed data can't be either
 */
export async function compareWrapping(
  files: Pair<GzipFile>,
  sameContent: boolean,
): Promise<Part[]> {
  const parts: Part[] = [];
  const [before, after] = [await headerOf(files.before), await headerOf(files.after)];
  const fields = changedFields(before.fields, after.fields);
  if (fields.length > 0) parts.push({ kind: 'fields', name: 'the gzip header', fields });
  if (!sameContent) return parts;
  const bytes = await compareStreams(
    rangeOf(files.before.handle, before.size, files.before.size - before.size),
    rangeOf(files.after.handle, after.size, files.after.size - after.size),
  );
  if (bytes) {
    // Text in compressed data is there by chance.
    const compressed = { ...bytes, text: null, cause: 'compressor' } as const;
    parts.push({ kind: 'bytes', name: 'the compressed data', bytes: compressed });
  }
  return parts;
}

function contentOf({ handle, size }: GzipFile) {
  return atMost(gunzip(rangeOf(handle, 0, size)), LARGEST);
}

async function headerOf({ handle }: GzipFile) {
  return parseGzipHeader(await readRange(handle, 0, GZIP_HEADER_BYTES));
}
