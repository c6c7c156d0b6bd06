import { BuilderError } from '../../error.js';
import type { Edit } from './edit.js';
import { positionText, type Anchor, type Manifest } from '../model/index.js';

/**
 * Refuses an edit that would change more than it says: what has a name (`&stacks`) and is repeated
 * elsewhere (`*stacks`), or that would leave a repetition without what it repeats.
 *
 * @throws BuilderError MANIFEST_INVALID
 */
export function refuseShared(manifest: Manifest, edit: Edit): void {
  const used = manifest.anchors.filter(({ uses }) => uses.length > 0);
  if (used.length === 0) return;
  const changed = edit.changed.toSorted((a, b) => a.start - b.start);
  const removed = edit.removed.toSorted((a, b) => a.start - b.start);
  for (const anchor of used) {
    const isGone = (offset: number) =>
      removed.some(({ start, end }) => start <= offset && offset < end);
    const hit =
      changed.find(({ start, end }) => anchor.start <= start && end <= anchor.end) ??
      removed.find(({ start, end }) => start < anchor.end && anchor.start < end);
    const left = hit === undefined ? undefined : anchor.uses.find((use) => !isGone(use));
    if (hit !== undefined && left !== undefined) throw shared(manifest, anchor, left);
  }
}

function shared(manifest: Manifest, anchor: Anchor, use: number): BuilderError {
  return new BuilderError(
    'MANIFEST_INVALID',
    `${positionText(manifest, anchor.start)}: '&${anchor.name}' can't be changed: line ` +
      `${manifest.position(use).line} repeats it with '*${anchor.name}'`,
    { hint: `Write out what '*${anchor.name}' stands for where it is repeated, and try again.` },
  );
}
