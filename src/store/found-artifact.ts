import nodePath from 'node:path';
import { hostPath, type HostPath } from '../path.js';
import type { RecordFile } from './checksums.js';
import { companionPaths } from './companions.js';
import type { ArtifactRecord } from './record.js';

/** An artifact, its record, and where its companions are if it has them. */
export interface FoundArtifact {
  readonly artifact: HostPath;
  readonly record: ArtifactRecord;
  readonly recordPath: HostPath;
  readonly planPath: HostPath;
  readonly contentsPath: HostPath;
  readonly provenancePath: HostPath;
}

/** An artifact's file with the record that was found for it. */
export function foundArtifact(artifact: HostPath, { path, record }: RecordFile): FoundArtifact {
  const { plan, contents, provenance } = companionPaths(path, artifact);
  return {
    artifact,
    record,
    recordPath: path,
    planPath: plan,
    contentsPath: contents,
    provenancePath: provenance,
  };
}

/** A path as short as it can be said in the working directory. */
export function shortPath(path: HostPath, workingDirectory: HostPath = hostPath('.')): string {
  const relative = nodePath.relative(workingDirectory, path);
  return relative.startsWith('../') || relative === '' ? path : relative;
}
