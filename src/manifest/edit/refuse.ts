import { BuilderError } from '../../error.js';
import type { Edit } from './edit.js';
import type { Anchor, Manifest, Range } from '../model/index.js';

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

/**
 * Refuses to change a value of an item that is written elsewhere: in a merged map, or in the item
 * that this one is an alias of.
 *
 * @param what the item in words
 * @throws BuilderError MANIFEST_INVALID
 */
export function refuseElsewhere(
  manifest: Manifest,
  item: Range,
  value: Range,
  key: string,
  what: string,
): void {
  if (item.start <= value.start && value.end <= item.end && manifest.text[item.start] !== '*')
    return;
  throw writtenElsewhere(manifest, item, value, key, what);
}

/** The refusal to change a value of an item that is written elsewhere. */
export function writtenElsewhere(
  manifest: Manifest,
  item: Range,
  value: Range,
  key: string,
  what: string,
): BuilderError {
  return new BuilderError(
    'MANIFEST_INVALID',
    `${placeOf(manifest, item.start)}: ${what} can't be changed: its '${key}' is written in line ` +
      `${manifest.position(value.start).line}, and others may have it from there too`,
    {
      hint: `Write the entry out with a '${key}' of its own, without '<<' or '*', and try again.`,
    },
  );
}

function shared(manifest: Manifest, anchor: Anchor, use: number): BuilderError {
  return new BuilderError(
    'MANIFEST_INVALID',
    `${placeOf(manifest, anchor.start)}: '&${anchor.name}' can't be changed: line ` +
      `${manifest.position(use).line} repeats it with '*${anchor.name}'`,
    { hint: `Write out what '*${anchor.name}' stands for where it is repeated, and try again.` },
  );
}

/** `path:line:column` of an offset. */
export function placeOf(manifest: Manifest, offset: number): string {
  const { line, column } = manifest.position(offset);
  return `${manifest.path}:${line}:${column}`;
}
