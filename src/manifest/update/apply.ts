import { changesOf } from './change.js';
import type { Decisions } from './decide/decisions.js';
import { lineEndAt } from '../edit/index.js';
import { type Manifest, readManifest } from '../model/index.js';
import type { Update } from './options.js';
import { write } from './write.js';

/**
 * Makes what is decided about a manifest.
 * @param decide gets it with an end at its last line, which goes again if it wasn't there
 * @throws BuilderError MANIFEST_INVALID when an edit can't be made safely, since it would change what
 * aliases repeat elsewhere; and what `decide` throws
 */
export function applyDecisions(
  manifest: Manifest,
  decide: (manifest: Manifest) => Decisions,
): Update {
  const whole = withLastLineEnd(manifest);
  const decisions = decide(whole);
  const text = write(whole, decisions);
  return {
    text: whole === manifest ? text : text.replace(/\r?\n$/, ''),
    changes: changesOf(decisions),
    notes: decisions.notes,
  };
}

function withLastLineEnd(manifest: Manifest): Manifest {
  const { path, text } = manifest;
  return text.endsWith('\n') ? manifest : readManifest(path, text + lineEndAt(text, text.length));
}
