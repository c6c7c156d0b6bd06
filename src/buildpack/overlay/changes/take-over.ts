import { BuilderError } from '../../../error.js';
import { patchText } from '../apply-patch.js';
import { applyBinaryPatch } from '../binary-patch.js';
import { bytesOf, type Draft } from '../draft.js';
import type { PatchPart } from '../patch-parts.js';
import type { PatchedPath } from '../patched-path.js';
import { readText } from '../text.js';
import { noFile } from './applied.js';

/** A part of a patch, and where it is applied. */
export interface PartContext {
  readonly draft: Draft;
  /** The patch, for messages. */
  readonly from: string;
  readonly part: PatchPart;
  readonly names: PatchedPath;
  /** What messages call the file. */
  readonly name: string;
}

type Found = Awaited<ReturnType<Draft['find']>>;

/** What is copied, as it was before the patch: git writes copies of what other parts change. */
interface Original {
  readonly found: Found;
  /** The part that changes it where it is. */
  readonly changedBy: PatchPart | undefined;
}

/** What a patch copies, by its paths; to be asked for before any part is applied. */
export async function originalsOf(
  draft: Draft,
  parts: readonly Pick<PartContext, 'names' | 'part'>[],
): Promise<ReadonlyMap<string, Original>> {
  const originals = new Map<string, Original>();
  for (const { names } of parts) {
    const { before, copied } = names;
    if (before === undefined || !copied) continue;
    const changing = parts.find((one) => one.names.path === before);
    originals.set(before, { found: await draft.find(before), changedBy: changing?.part });
  }
  return originals;
}

/**
 * Renames or copies a file, if the part of the patch does and nobody has yet.
 * @returns whether it did
 * @throws BuilderError OVERLAY_MISMATCH when there is no such file, or something else in its new place
 */
export async function takeOver(
  context: PartContext,
  originals: ReadonlyMap<string, Original>,
): Promise<boolean> {
  const { draft, from, names, name } = context;
  const { before, copied, path } = names;
  if (before === undefined) return false;
  const original = originals.get(before);
  const source = original?.found ?? (await draft.find(before));
  const target = await draft.find(path);
  if (target.kind === 'file' && source.kind === 'nothing') return false;
  if (copied && (await isCopied(context, source, target, original?.changedBy))) return false;
  if (source.kind !== 'file') throw noFile(draft.name(before), source);
  if (target.kind !== 'nothing') {
    throw new BuilderError(
      'OVERLAY_MISMATCH',
      `${from} ${copied ? 'copies' : 'renames'} ${draft.name(before)} to ${name}, which is there ` +
        (copied ? 'with another content' : 'too'),
      { hint: 'The overlay is for another buildpack, or for another version of it.' },
    );
  }
  const { mode, size, content } = source;
  if (!copied) draft.remove(before);
  draft.put(path, { mode, size, content });
  return true;
}

/**
 * Whether a file is the copy that a part makes. If that changes it, its changes tell; else it is as the file
 * that it is of, or becomes so by what the patch does to that.
 */
async function isCopied(
  { part, name }: PartContext,
  source: Found,
  target: Found,
  changedBy: PatchPart | undefined,
): Promise<boolean> {
  if (source.kind !== 'file' || target.kind !== 'file') return false;
  if (part.hunks.length > 0 || part.binary !== undefined) return true;
  const [own, copy] = [await bytesOf(name, source), await bytesOf(name, target)];
  return own.equals(copy) || (changedBy !== undefined && becomes(copy, own, changedBy));
}

function becomes(copy: Buffer, own: Buffer, by: PatchPart): boolean {
  if (by.binary !== undefined) {
    const changed = applyBinaryPatch(copy, by.binary);
    return changed.kind === 'changed' && changed.bytes.equals(own);
  }
  const text = readText(copy);
  if (text === undefined) return false;
  const changed = patchText(text.text, by, 0);
  return changed.kind === 'changed' && text.encode(changed.text).equals(own);
}
