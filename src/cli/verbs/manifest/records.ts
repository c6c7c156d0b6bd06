import { pathToFileURL } from 'node:url';
import { BuilderError } from '../../../error.js';
import { expandUri } from '../../../manifest/update/index.js';
import { inHost, type HostPath } from '../../../path.js';
import { artifactName, listRecords, type ArtifactRecord } from '../../../store/index.js';
import { didYouMean } from '../../../text/index.js';

/**
 * All records of an output directory.
 * @throws BuilderError NO_RECORD when there is none; RECORD_INVALID
 */
export async function recordsIn(
  outputDirectory: HostPath,
  signal: AbortSignal,
): Promise<ArtifactRecord[]> {
  const records = await listRecords(outputDirectory, signal);
  if (records.length > 0) return records;
  const folder = inHost(outputDirectory, 'checksums');
  throw new BuilderError('NO_RECORD', `There is no record below ${folder}.`, {
    hint: 'Build something first, or say with --output-dir where checksums/ is.',
  });
}

/** Where artifacts lie: as the template says, else in the output directory. */
export function uriBy(
  template: string | undefined,
  outputDirectory: HostPath,
): (record: ArtifactRecord) => string {
  return (record) =>
    template === undefined
      ? pathToFileURL(inHost(outputDirectory, artifactName(record))).href
      : expandUri(template, record);
}

/**
 * Refuses names that nothing has, since an option for one would say nothing and nobody would know.
 * @throws BuilderError USAGE
 */
export function requireKnown(
  option: string,
  names: readonly string[],
  known: ReadonlySet<string>,
): void {
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new BuilderError('USAGE', `${option}: there is no '${unknown}'.`, {
    hint: didYouMean(unknown, [...known]) + `There is: ${[...known].sort().join(', ')}.`,
  });
}
