import nodePath from 'node:path';

/** How many bytes {@link readPycHeader} wants, or all if there are fewer. */
export const PYC_HEADER_BYTES = 16;

/** By what the interpreter decides whether a `.pyc` still belongs to its source. */
type PycHeader =
  | { validation: 'hash' }
  /** Seconds since 1970 and bytes, both modulo 2^32; python before 3.3 keeps no size. */
  | { validation: 'time'; time: number; size: number | undefined };

/**
 * Magic numbers that began a new form of header (Lib/importlib/_bootstrap_external.py): the first with
 * a size, of python 3.3, and the first with flags, of python 3.7 (PEP 552). Those of python 2 are above
 * 20,000.
 */
const WITH_SIZE = 3210;
const WITH_FLAGS = 3392;
const PYTHON_2 = 20_000;

/** Reads the header of a `.pyc`; undefined when it is none, or is cut off. */
export function readPycHeader(head: Buffer): PycHeader | undefined {
  if (head.length < 8 || head.readUInt16BE(2) !== 0x0d0a) return undefined;
  const magic = head.readUInt16LE(0);
  if (magic >= PYTHON_2 || magic < WITH_SIZE) return timed(head, 4, false);
  if (magic < WITH_FLAGS) return timed(head, 4, true);
  const flags = head.readUInt32LE(4);
  if (flags > 3 || head.length < PYC_HEADER_BYTES) return undefined;
  return (flags & 1) === 0 ? timed(head, 8, true) : { validation: 'hash' };
}

function timed(head: Buffer, offset: number, withSize: boolean): PycHeader | undefined {
  if (head.length < offset + (withSize ? 8 : 4)) return undefined;
  return {
    validation: 'time',
    time: head.readUInt32LE(offset),
    size: withSize ? head.readUInt32LE(offset + 4) : undefined,
  };
}

/**
 * Where the source of a `.pyc` is, relative to its directory: `../x.py` for `__pycache__/x.cpython-311.pyc`
 * (PEP 3147), else `x.py` beside `x.pyc`.
 */
export function sourceOf(path: string): string {
  const { dir, name } = nodePath.posix.parse(path);
  return nodePath.posix.basename(dir) === '__pycache__'
    ? `../${name.split('.', 1).join('')}.py`
    : `${name}.py`;
}
