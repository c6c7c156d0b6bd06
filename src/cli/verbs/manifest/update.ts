import { loadPolicies, type Manifest } from '../../../manifest/model/index.js';
import { loadReleased, type Update, updateManifest } from '../../../manifest/update/index.js';
import { hostPath } from '../../../path.js';
import { listRecords, type ArtifactRecord } from '../../../store/index.js';
import { verbOf } from '../../describe/verb.js';
import type { Session } from '../../session/session.js';
import { fileAndNames, parseWanted } from './files.js';
import { updateOptions, type UpdateOptions } from './options.js';
import { bringUpToDate } from './outcome.js';
import { namesInOptions, pairsOf, withOptions } from './policies.js';
import { recordsIn, requireKnown, uriBy } from './records.js';

export const verb = verbOf({
  usage: '[FILE] [NAME...]',
  sentence: 'bring it up to date from the records',
  help: 'All lines that are not concerned stay as they are. With --check, exit code 1 when there is a diff.',
  examples: [
    'binary-builder manifest update manifest.yml',
    'binary-builder manifest update manifest.yml python@3.5.2 --line python=any --default python=3.5.2',
    'binary-builder manifest update manifest.yml --check',
  ],
  options: updateOptions,
  run,
});

async function run(words: string[], options: UpdateOptions, session: Session): Promise<void> {
  const { file, path, names } = fileAndNames('update', words);
  await bringUpToDate({ file, path }, options, session, (manifest) =>
    updated(manifest, names, { options, session }),
  );
}

/** The manifest as it should be, by the records and by what the options say. */
async function updated(
  manifest: Manifest,
  names: readonly string[],
  { options, session: { signal } }: { options: UpdateOptions; session: Session },
): Promise<Update> {
  const { path } = manifest;
  const output = hostPath(options.outputDir ?? '.');
  const records = needsRecords(options, names)
    ? await recordsIn(output, signal)
    : await listRecords(output, signal);
  requireKnownNames(options, manifest, records);
  const policies = withOptions(await loadPolicies(path), options);
  const ref = options.keepLatestReleased;
  return updateManifest(manifest, records, {
    policies,
    wanted: names.map(parseWanted),
    uriOf: uriBy(policies.uri, output),
    defaults: Object.fromEntries(pairsOf('--default', options.default)),
    ...(ref === undefined ? {} : { released: await loadReleased(path, ref) }),
  });
}

/** Whether all that is asked for could be had without a record. */
function needsRecords(options: UpdateOptions, names: readonly string[]): boolean {
  return names.length > 0 || (options.default.length === 0 && options.dropStack.length === 0);
}

function requireKnownNames(
  options: UpdateOptions,
  manifest: Manifest,
  records: readonly ArtifactRecord[],
): void {
  const entries = manifest.entries.flatMap(({ name }) => name?.value ?? []);
  const known = new Set([...entries, ...records.map(({ manifest: entry }) => entry.name)]);
  for (const [option, names] of namesInOptions(options)) requireKnown(option, names, known);
}
