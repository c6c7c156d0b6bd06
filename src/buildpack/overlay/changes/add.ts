import { stat } from 'node:fs/promises';
import { BuilderError } from '../../../error.js';
import { fileOf, isProgram, isSame, type Draft, type DraftFile } from '../draft.js';
import type { Beside } from '../read-overlay.js';
import type { FileChange } from '../schema.js';
import { noFile, type Applied } from './applied.js';

type Addition = Extract<FileChange, { kind: 'add' }>;

/**
 * Puts a file in.
 * @throws BuilderError OVERLAY_MISMATCH when something else is there; OVERLAY_INVALID when there is no
 * file to put in
 */
export async function applyAddition(
  draft: Draft,
  change: Addition,
  beside: Beside,
): Promise<Applied> {
  const { path, overwrite } = change;
  const name = draft.name(path);
  const file = await newFile(change, beside);
  const found = await draft.find(path);
  const done = (changed: boolean, message: string): Applied => {
    if (changed) draft.put(path, file);
    return { kind: 'add', path: name, changed, message };
  };
  if (found.kind === 'nothing') return done(true, 'added');
  if (found.kind === 'link' && overwrite) return done(true, 'put in the place of a link');
  if (found.kind !== 'file') throw noFile(name, found);
  if (await isSame(found, file)) return done(false, 'added already');
  if (overwrite) return done(true, 'overwritten');
  const mode = isProgram(found.mode) === isProgram(file.mode) ? '' : ', or with another mode';
  throw new BuilderError('OVERLAY_MISMATCH', `${name} is there with other content${mode}`, {
    hint: "Say 'overwrite: true' if it shall give way.",
  });
}

async function newFile({ content, from, mode }: Addition, beside: Beside): Promise<DraftFile> {
  if (from === undefined) return fileOf(Buffer.from(content ?? ''), mode ?? 0o644);
  const file = await beside.find(from);
  const stats = await stat(file);
  const own = isProgram(stats.mode) ? 0o755 : 0o644;
  return { mode: mode ?? own, size: stats.size, content: { file } };
}
