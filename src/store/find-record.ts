import { BuilderError, systemErrorCode } from '../error.js';
import { hostPath, inHost, type HostPath } from '../path.js';
import { artifactName, requireReadable, surveyRecords, type RecordFile } from './checksums.js';
import { foundArtifact, shortPath, type FoundArtifact } from './found-artifact.js';
import { isFile, kindOf } from '../files/index.js';
import { readRecord, type ArtifactRecord } from './record.js';
import { recordInPlace, recordOfFile } from './record-of-file.js';
import { didYouMean } from '../text/index.js';

/** Where records are looked for. */
export interface RecordPlaces {
  /** The folder that holds `artifacts/` and `checksums/`. */
  readonly outputDirectory: HostPath;
  /** What relative paths are meant from; the process's own unless given. */
  readonly workingDirectory?: HostPath;
  /** The record's file, when somebody has named it. */
  readonly record?: HostPath;
  /** Ends the search: a file is known by its digest in the end. */
  readonly signal?: AbortSignal;
}

/**
 * Finds an artifact and its record.
 * @param argument the path of an artifact; or its name, `NAME-VERSION`, `NAME@VERSION` or file name
 * as the output directory's records have them
 * @throws BuilderError UNKNOWN_ARTIFACT when there is no such file; NO_RECORD when nothing is known
 * of it; USAGE when several fit; RECORD_INVALID
 */
export async function findRecord(argument: string, places: RecordPlaces): Promise<FoundArtifact> {
  const found = await findRecordAlone(argument, places);
  if (await isFile(found.artifact)) return found;
  const { record, recordPath, artifact } = found;
  throw new BuilderError('UNKNOWN_ARTIFACT', `There is only the record of ${artifact}, no file.`, {
    hint:
      `The record is ${recordPath}. Put the artifact there, or build it: ` +
      `binary-builder build ${record.name}@${record.version} --stack ${record.stack.name}`,
  });
}

/**
 * Like {@link findRecord}, for those who can do without the artifact's file: `artifact` says where
 * it would be.
 * @throws BuilderError UNKNOWN_ARTIFACT, NO_RECORD, USAGE, RECORD_INVALID
 */
export async function findRecordAlone(
  argument: string,
  places: RecordPlaces,
): Promise<FoundArtifact> {
  const path = hostPath(places.workingDirectory ?? '.', argument);
  const kind = await kindOf(path);
  if (kind === 'file') {
    return foundArtifact(
      path,
      places.record === undefined
        ? await recordOfFile(path, places)
        : { path: places.record, record: await readNamed(places.record) },
    );
  }
  if (!argument.includes('/')) return await findByName(argument, places);
  const inPlace = kind === 'nothing' ? await recordInPlace(path) : undefined;
  if (inPlace !== undefined) return foundArtifact(path, inPlace);
  throw await unknownPath(argument, kind, places);
}

async function readNamed(path: HostPath): Promise<ArtifactRecord> {
  try {
    return await readRecord(path);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    throw new BuilderError('NO_RECORD', `There is no record ${path}.`, {
      hint: '--record takes the path of a record: checksums/STACK/FILE.yml in an output directory.',
    });
  }
}

async function findByName(name: string, places: RecordPlaces): Promise<FoundArtifact> {
  const { outputDirectory, signal } = places;
  const { files, unreadable } = await surveyRecords(outputDirectory, signal);
  const [first, ...others] = preferred(
    files.filter(({ record }) => namesOf(record).includes(name)),
  );
  if (first === undefined) {
    requireReadable(unreadable);
    throw unknown(
      `There is no artifact '${name}' in ${outputDirectory}.`,
      didYouMean(
        name,
        files.flatMap(({ record }) => namesOf(record)),
      ),
    );
  }
  if (others.length > 0) throw ambiguous(name, [first, ...others], places);
  return foundArtifact(inHost(outputDirectory, artifactName(first.record)), first);
}

/** A name means what was built rather than what was brought to another prefix afterwards. */
function preferred(fitting: readonly RecordFile[]): readonly RecordFile[] {
  const built = fitting.filter(({ record }) => record.relocated_from === undefined);
  return built.length > 0 ? built : fitting;
}

function namesOf({ name, version, file }: ArtifactRecord): string[] {
  return [name, `${name}-${version}`, `${name}@${version}`, file];
}

function ambiguous(
  name: string,
  fitting: readonly RecordFile[],
  { outputDirectory, workingDirectory }: RecordPlaces,
): BuilderError {
  const paths = fitting.map(({ record }) =>
    shortPath(inHost(outputDirectory, artifactName(record)), workingDirectory),
  );
  return new BuilderError('USAGE', `'${name}' fits ${fitting.length} artifacts.`, {
    excerpt: paths,
    hint: 'Name one by its path, as it stands here.',
  });
}

async function unknownPath(
  argument: string,
  kind: 'folder' | 'nothing' | 'other',
  { outputDirectory, workingDirectory, signal }: RecordPlaces,
): Promise<BuilderError> {
  if (kind === 'folder') return unknown(`${argument} is a folder, not an artifact.`);
  if (kind === 'other') return unknown(`${argument} is not a file.`);
  const { files, unreadable } = await surveyRecords(outputDirectory, signal);
  requireReadable(unreadable);
  const known = files.map(({ record }) =>
    shortPath(inHost(outputDirectory, artifactName(record)), workingDirectory),
  );
  return unknown(`There is no file ${argument}.`, didYouMean(argument, known));
}

function unknown(message: string, proposal = ''): BuilderError {
  return new BuilderError('UNKNOWN_ARTIFACT', message, {
    hint: `${proposal}'binary-builder artifacts' lists what was built.`,
  });
}
