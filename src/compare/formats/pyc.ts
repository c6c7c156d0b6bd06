import type { Content, Pair } from '../comparison.js';
import { changedFields, type Listed } from '../listing.js';
import type { MemberFile } from '../member-file.js';
import { rangeOf } from '../stream.js';
import { compareStreams } from '../compare-streams.js';
import { timeText } from '../time.js';
import { PartList } from './parts.js';

/** Magic numbers of a python 2 are above this one, those of python 3 below (CPython, importlib). */
const PYTHON_2 = 20_000;
/** The first python 3 that wrote the size of the source (3.3). */
const WITH_SIZE = 3190;
/** The first one that could write a hash instead of time and size (3.7, PEP 552). */
const WITH_FLAGS = 3392;

/** Compares two files of compiled python: header and code. */
export async function comparePyc(
  { before, after }: Pair<MemberFile>,
  lines: number,
): Promise<Content | undefined> {
  const parts = new PartList('pyc', lines);
  const [old, young] = [parseHeader(before.head), parseHeader(after.head)];
  const fields = changedFields(old.fields, young.fields);
  if (fields.length > 0) parts.add({ kind: 'fields', name: 'its header', fields });
  const code = await compareStreams(
    rangeOf(before.handle, old.size, before.size - old.size),
    rangeOf(after.handle, young.size, after.size - young.size),
  );
  parts.addBytes('the code', code);
  return parts.content();
}

/** @throws Error when it is cut off */
function parseHeader(head: Buffer): Pick<Listed, 'size' | 'fields'> {
  const magic = head.readUInt16LE();
  const time = (offset: number) => timeText(new Date(head.readUInt32LE(offset) * 1000));
  if (magic > PYTHON_2 || magic < WITH_SIZE) {
    return { size: 8, fields: { magic: `${magic}`, time: time(4) } };
  }
  const length = (offset: number) => `${head.readUInt32LE(offset)}`;
  if (magic < WITH_FLAGS) {
    return { size: 12, fields: { magic: `${magic}`, time: time(4), 'size of source': length(8) } };
  }
  const flags = head.readUInt32LE(4);
  const validity =
    (flags & 1) === 0
      ? { 'valid by': 'time and size', time: time(8), 'size of source': length(12) }
      : {
          'valid by': (flags & 2) === 0 ? 'hash, not checked' : 'hash, checked',
          'hash of source': head.subarray(8, 16).toString('hex'),
        };
  return { size: 16, fields: { magic: `${magic}`, ...validity } };
}
