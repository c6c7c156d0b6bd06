import { EXIT } from '../../../error.js';
import { replaceManifest } from '../../../manifest/edit/index.js';
import { loadManifest, type Manifest } from '../../../manifest/model/index.js';
import type { Update } from '../../../manifest/update/index.js';
import { withoutSecrets } from '../../../network/index.js';
import type { HostPath } from '../../../path.js';
import { notesText, updateText } from '../../answer/manifest.js';
import { unifiedDiff, writeDiff } from '../../answer/unified-diff.js';
import type { CommonOptions } from '../../options/common.js';
import { writeLines } from '../../print/output.js';
import { told } from '../../print/told.js';
import { aloneWith } from '../../session/alone.js';
import { printJson } from '../../session/print.js';
import type { Session } from '../../session/session.js';

/** A manifest's file as it was named, and where it lies. */
interface Named {
  readonly file: string;
  readonly path: HostPath;
}

/**
 * Reads a manifest, writes what is to become of it, and tells it; no other command changes it meanwhile. With
 * `--check` it only tells it, and the exit code is 1 when there is a difference.
 * @throws BuilderError MANIFEST_CHANGED, NOT_WRITABLE, DISK_FULL; what `decide` throws
 */
export async function bringUpToDate(
  { file, path }: Named,
  options: CommonOptions & { readonly check: boolean },
  session: Session,
  decide: (manifest: Manifest) => Promise<Update> | Update,
): Promise<void> {
  const work = async () => {
    const manifest = await loadManifest(path);
    const update = await decide(manifest);
    const changed = update.text !== manifest.text;
    if (changed && !options.check) {
      await replaceManifest(path, { from: manifest.text, to: update.text });
    }
    return { ...update, manifest, changed };
  };
  const outcome = options.check ? await work() : await aloneWith(path, session, work);
  const { manifest, text, changed, changes, notes } = outcome;
  if (options.check && changed) session.exit(EXIT.no);
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
