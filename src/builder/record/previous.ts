import { BuilderError } from '../../error.js';
import type { PreviousArtifact } from '../../audit/index.js';
import { compareVersions, lineOf } from '../../version/index.js';
import { inHost, type HostPath } from '../../path.js';
import type { Plan } from '../../plan/index.js';
import {
  contentsName,
  readContents,
  surveyRecords,
  type ArtifactRecord,
  type Contents,
} from '../../store/index.js';

/** What of a plan says whose artifacts come before it. */
interface Successor extends Pick<Plan, 'name' | 'version' | 'arch' | 'prefix'> {
  readonly stack: Pick<Plan['stack'], 'name'>;
}

/**
 * The last artifact of a plan's line among the records of an output directory: of the same name,
 * stack, architecture, prefix and line (the first two numbers of the version), the newest version
 * but the plan's own, or that one's if there is no other.
 */
export async function previousOf(
  plan: Successor,
  outputDirectory: HostPath,
  signal?: AbortSignal,
): Promise<PreviousArtifact | undefined> {
  // What can't be read is nobody's predecessor; publishing tells of it.
  const { files } = await surveyRecords(outputDirectory, signal);
  const record = chooseLast(
    files.map((file) => file.record),
    plan,
  );
  if (record === undefined) return undefined;
  const contents = await contentsIfReadable(inHost(outputDirectory, contentsName(record)));
  return (
    contents && {
      version: record.version,
      currentVersion: plan.version,
      size: contents.size,
      files: contents.members.flatMap(({ path, kind }) => (kind === 'directory' ? [] : [path])),
    }
  );
}

async function contentsIfReadable(path: HostPath): Promise<Contents | undefined> {
  try {
    return await readContents(path);
  } catch (error) {
    if (error instanceof BuilderError) return undefined;
    throw error;
  }
}

function chooseLast(
  records: readonly ArtifactRecord[],
  plan: Successor,
): ArtifactRecord | undefined {
  const line = records.filter(
    (record) =>
      record.name === plan.name &&
      record.stack.name === plan.stack.name &&
      record.arch === plan.arch &&
      record.prefix === plan.prefix &&
      lineOf(record.version, 'minor') === lineOf(plan.version, 'minor'),
  );
  const newest = line.sort((a, b) => compareVersions(a.version, b.version));
  return newest.findLast(({ version }) => version !== plan.version) ?? newest.at(-1);
}
