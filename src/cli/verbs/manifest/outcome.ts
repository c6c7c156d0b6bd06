import { EXIT } from '../../../error.js';
import { replaceManifest } from '../../../manifest/edit/index.js';
import type { Manifest } from '../../../manifest/model/index.js';
import type { Update } from '../../../manifest/update/index.js';
import { withoutSecrets } from '../../../network/index.js';
import { hostPath } from '../../../path.js';
import { notesText, updateText } from '../../answer/manifest.js';
import { unifiedDiff, writeDiff } from '../../answer/unified-diff.js';
import type { CommonOptions } from '../../options/common.js';
import { writeLines } from '../../print/output.js';
import { told } from '../../print/told.js';
import { printJson } from '../../session/print.js';
import type { Session } from '../../session/session.js';

/** A manifest's file as it was named, as it is, and as it is to be. */
interface Outcome extends Update {
  readonly file: string;
  readonly manifest: Manifest;
}

/**
 * Writes what became of a manifest, and tells it; with `--check` it only tells it, and the exit code is 1 when
 * there is a difference.
 * @throws BuilderError NOT_WRITABLE, DISK_FULL
 */
export async function writeOutcome(
  { file, manifest, text, changes, notes }: Outcome,
  options: CommonOptions & { readonly check: boolean },
  session: Session,
): Promise<void> {
  const changed = text !== manifest.text;
  if (options.check && changed) session.exit(EXIT.no);
  if (!options.check && changed) await replaceManifest(hostPath(file), text);
  if (options.json) {
    const diff = options.check
      ? { diff: withoutSecrets(unifiedDiff(file, manifest.text, text)) }
      : {};
    printJson({ type: 'manifest.updated', file, changed, changes, notes, ...diff });
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
