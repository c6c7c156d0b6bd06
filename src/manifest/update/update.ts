import type { ArtifactRecord } from '../../store/index.js';
import { changesOf } from './change.js';
import { decide } from './decide/decide.js';
import { lineEndAt } from '../edit/index.js';
import { type Manifest, readManifest } from '../model/index.js';
import type { Update, UpdateOptions } from './options.js';
import { write } from './write.js';

/**
 * Brings a manifest to what was built, as {@link decide} says. Lines that it doesn't concern keep every
 * byte, and a second update by the same records and options changes nothing.
 *
 * @throws BuilderError USAGE when there is no record of what is wanted; DEFAULT_MISSING when a
 * default would match nothing; MANIFEST_INVALID when an edit can't be made safely, since it would
 * change what aliases repeat elsewhere
 */
export function updateManifest(
  manifest: Manifest,
  records: readonly ArtifactRecord[],
  { released, ...wishes }: UpdateOptions,
): Update {
  const whole = withLastLineEnd(manifest);
  const decisions = decide({ manifest: whole, released }, records, wishes);
  const text = write(whole, decisions);
  const changes = changesOf(decisions);
  const bare = whole === manifest ? text : text.replace(/\r?\n$/, '');
  return { text: bare, changes, notes: decisions.notes };
}

/** Every line ends in one way for the writer; what wasn't there goes again. */
function withLastLineEnd(manifest: Manifest): Manifest {
  const { path, text } = manifest;
  return text.endsWith('\n') ? manifest : readManifest(path, text + lineEndAt(text, text.length));
}
