import { withoutSecrets } from '../../../network/index.js';
import { EXIT } from '../../../error.js';
import { loadManifest, loadPolicies, type Manifest } from '../../../manifest/model/index.js';
import { loadReleased, updateManifest } from '../../../manifest/update/index.js';
import { replaceManifest } from '../../../manifest/edit/index.js';
import { hostPath } from '../../../path.js';
import { listRecords, type ArtifactRecord } from '../../../store/index.js';
import { notesText, updateText } from '../../answer/manifest.js';
import { writeLines } from '../../print/output.js';
import { told } from '../../print/told.js';
import { unifiedDiff, writeDiff } from '../../answer/unified-diff.js';
import { printJson, type Session } from '../../session.js';
import { fileAndNames, parseWanted } from './files.js';
import { parseSubverbOptions } from '../../subverb-options.js';
import { manifestOptions, type ManifestOptions } from './options.js';
import { namesInOptions, pairsOf, withOptions } from './policies.js';
import { recordsIn, requireKnown, uriBy } from './records.js';

/** `binary-builder manifest update FILE [NAME[@VERSION]…]` */
export async function update(
  words: readonly string[],
  raw: unknown,
  session: Session,
): Promise<void> {
  const options = parseSubverbOptions('manifest update', manifestOptions.update, raw);
  const { file, path, names } = fileAndNames('update', words);
  const output = hostPath(options.outputDir ?? '.');

  const manifest = await loadManifest(path);
  const records = needsRecords(options, names)
    ? await recordsIn(output)
    : await listRecords(output);
  requireKnownNames(options, manifest, records);
  const policies = withOptions(await loadPolicies(path), options);
  const ref = options.keepLatestReleased;
  const { text, changes, notes } = updateManifest(manifest, records, {
    policies,
    wanted: names.map(parseWanted),
    uriOf: uriBy(policies.uri, output),
    defaults: Object.fromEntries(pairsOf('--default', options.default)),
    ...(ref === undefined ? {} : { released: await loadReleased(path, ref) }),
  });

  const changed = text !== manifest.text;
  if (options.check && changed) session.exit(EXIT.no);
  if (!options.check && changed) await replaceManifest(path, text);
  if (options.json) {
    const diff = options.check
      ? { diff: withoutSecrets(unifiedDiff(file, manifest.text, text)) }
      : {};
    const answer = { type: 'manifest.updated', file, changed, changes, notes, ...diff };
    printJson(answer);
    return;
  }
  if (options.check) {
    // Nothing else stands beside a diff that goes into a file or a program.
    writeDiff(process.stdout, withoutSecrets(unifiedDiff(file, manifest.text, text)));
  } else if (changed) {
    writeLines(process.stdout, told(updateText, file, changes));
  }
  if (notes.length > 0) writeLines(process.stderr, told(notesText, notes));
}

/** Whether all that is asked for could be had without a record. */
function needsRecords(options: ManifestOptions<'update'>, names: readonly string[]): boolean {
  return names.length > 0 || (options.default.length === 0 && options.dropStack.length === 0);
}

function requireKnownNames(
  options: ManifestOptions<'update'>,
  manifest: Manifest,
  records: readonly ArtifactRecord[],
): void {
  const entries = manifest.entries.flatMap(({ name }) => name?.value ?? []);
  const known = new Set([...entries, ...records.map(({ manifest: entry }) => entry.name)]);
  for (const [option, names] of namesInOptions(options)) requireKnown(option, names, known);
}
