import nodePath from 'node:path';
import { systemErrorCode } from '../../error.js';
import {
  DIST_INFO_MEGABYTES,
  DIST_INFO_RECORD,
  type DistInfoMeasure,
  fitsDistInfo,
  measureForDistInfo,
  readDistInfo,
} from '../../files/index.js';
import { inHost } from '../../path.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { lookAtEach, readTexts } from '../reading.js';
import { fileAt, treePaths } from '../tree-paths.js';
import { firstOf } from '../wording.js';

/** Measures every file of which an installer of Python packages has noted the digest. */
export const distInfo: Check = {
  id: 'dist-info',
  severity: 'warning',
  summary: 'installed Python packages have the digests that their RECORD says',
  explanation:
    'Whoever installs a Python package notes in its .dist-info/RECORD which files it has put where, with ' +
    'the digest and the size of each. Scanners compare them, and tell a file that was changed after it ' +
    'was installed from one that somebody has tampered with by nothing else. Relocation keeps the lines ' +
    'true of what it changes itself.',
  remedy:
    'A step that changes installed files comes too late: change the source of the package, or write the ' +
    'lines anew in the same step. Files that nobody wants are pruned, which takes their lines out too.',
  run: checkRecords,
};

/** A line of which the file is there. */
interface Noted {
  readonly record: string;
  readonly file: string;
  readonly said: DistInfoMeasure;
}

const NAMED = 3;

async function checkRecords(subject: Subject): Promise<Observation[]> {
  const paths = treePaths(subject.entries, subject.prefix);
  const records = subject.entries
    .filter((entry) => entry.kind === 'file')
    .filter(({ path }) => path.endsWith(DIST_INFO_RECORD));
  const readings = await readTexts(subject, records, DIST_INFO_MEGABYTES);
  const noted = readings.flatMap((reading): Noted[] => {
    if ('unread' in reading) return [];
    const home = nodePath.posix.dirname(nodePath.posix.dirname(reading.path));
    return readDistInfo(reading.text).flatMap(({ path, measure }) => {
      const place = path.startsWith('/')
        ? paths.followAbsolute(path)
        : paths.follow(`${home}/${path}`);
      const file = fileAt(place)?.path;
      if (file === undefined || measure === undefined) return [];
      return [{ record: reading.path, file, said: measure }];
    });
  });
  const fits = await lookAtEach(noted, subject, ({ file, said }) => isAsSaid(file, said, subject));
  const wrong = noted.filter((_, index) => fits[index] === false);
  return [
    ...readings.flatMap((reading) => ('unread' in reading ? [reading.unread] : [])),
    ...records.flatMap(({ path }) => {
      const files = wrong.filter(({ record }) => record === path).map(({ file }) => file);
      if (files.length === 0) return [];
      return [{ path, message: `says another digest or size of ${firstOf(files, NAMED)}` }];
    }),
  ];
}

async function isAsSaid(
  file: string,
  said: DistInfoMeasure,
  { root, signal }: Subject,
): Promise<boolean> {
  try {
    const found = await measureForDistInfo(inHost(root, file), said.algorithm, signal);
    return fitsDistInfo(said, found);
  } catch (error) {
    // That it may not be read is told where contents are searched.
    if (systemErrorCode(error) === 'EACCES') return true;
    throw error;
  }
}
