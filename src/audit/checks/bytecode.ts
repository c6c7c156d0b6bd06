import nodePath from 'node:path';
import type { FileEntry } from '../../tree/index.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { PYC_HEADER_BYTES, readPycHeader, sourceOf } from '../pyc.js';
import { headOf, lookAtEach } from '../reading.js';
import { fileAt, treePaths, type TreePaths } from '../tree-paths.js';
import { firstOf } from '../wording.js';

/** Asks of compiled Python whether the interpreter will use it. */
export const bytecode: Check = {
  id: 'bytecode',
  severity: 'warning',
  summary: 'compiled Python (.pyc) belongs to its source, so that the interpreter uses it',
  explanation:
    'Python keeps what it has compiled in .pyc files. Most of them remember the time and the size of ' +
    'their source; when these differ in the artifact, python ignores the file and compiles the source ' +
    'again at every start, because it may not write there. Then all programs start slowly, and the ' +
    '.pyc files only take room. Where the source is missing, the file is of no use, or holds code that ' +
    'nobody can read.',
  remedy:
    'Delete .pyc files after install and compile them in the finish step, where the tree is at its ' +
    'prefix: with --invalidation-mode=unchecked-hash (from python 3.7 on), or after giving all ' +
    'sources the time SOURCE_DATE_EPOCH. Those without a source can be pruned.',
  run: checkBytecode,
};

/** Why the interpreter won't use a file, as a message says it of one and of many. */
const CAUSES = {
  damaged: 'is not compiled Python, whatever its name says',
  sourceless: 'is compiled Python without its source',
  time: "is compiled Python for a source of another time than the artifact's files have",
  size: 'is compiled Python for a source of another size',
} as const;

type Cause = keyof typeof CAUSES;

const NAMED = 3;

async function checkBytecode(subject: Subject): Promise<Observation[]> {
  const paths = treePaths(subject.entries, subject.prefix);
  const files = subject.entries
    .filter((entry) => entry.kind === 'file')
    .filter(({ path }) => /\.py[co]$/.test(path));
  const causes = await lookAtEach(files, subject, (file) => causeOf(file, paths, subject));
  const kinds = Object.keys(CAUSES) as Cause[];
  return kinds.flatMap((cause) =>
    describe(
      cause,
      files.filter((_, index) => causes[index] === cause).map(({ path }) => path),
    ),
  );
}

async function causeOf(
  { path }: FileEntry,
  paths: TreePaths,
  subject: Subject,
): Promise<Cause | undefined> {
  const header = readPycHeader(await headOf(subject, path, PYC_HEADER_BYTES));
  if (header === undefined) return 'damaged';
  const directory = nodePath.posix.dirname(path);
  const source = fileAt(paths.follow(`${directory}/${sourceOf(path)}`));
  if (source === undefined) return 'sourceless';
  if (header.validation === 'hash') return undefined;
  // Both are kept in 32 bits.
  if (header.time !== subject.epoch >>> 0) return 'time';
  return header.size === undefined || header.size === source.size >>> 0 ? undefined : 'size';
}

function describe(cause: Cause, [path, ...others]: readonly string[]): Observation[] {
  if (path === undefined) return [];
  const alike = others.length === 0 ? '' : `; likewise ${firstOf(others, NAMED - 1)}`;
  return [{ path, message: CAUSES[cause] + alike }];
}
