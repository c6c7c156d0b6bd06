import { parsePatch, reversePatch, type StructuredPatch } from 'diff';
import { BuilderError, reasonOf } from '../../../error.js';
import { isBare, misfit, patchText, patchWhole } from '../apply-patch.js';
import { fileOf, isProgram, type Draft } from '../draft.js';
import { patchedPath } from '../patched-path.js';
import type { Beside } from '../read-overlay.js';
import type { FileChange } from '../schema.js';
import { textAt, type Applied } from './applied.js';

type PatchChange = Extract<FileChange, { kind: 'patch' }>;

/**
 * Applies a unified diff, to every file that it names.
 * @throws BuilderError OVERLAY_INVALID when it is no such diff; OVERLAY_MISMATCH when it doesn't fit
 */
export async function applyPatchFile(
  draft: Draft,
  { from, fuzz }: PatchChange,
  beside: Beside,
): Promise<Applied[]> {
  const parts = parse(from, await beside.read(from));
  const applied: Applied[] = [];
  for (const part of parts) applied.push(await applyPart(draft, from, part, fuzz));
  return applied;
}

function parse(from: string, text: string): StructuredPatch[] {
  // A patch that came over a machine with other line ends says the same.
  const lines = /(?<!\r)\n/.test(text) ? text : text.replaceAll('\r\n', '\n');
  let parts: StructuredPatch[];
  try {
    parts = parsePatch(lines);
  } catch (error) {
    throw new BuilderError('OVERLAY_INVALID', `${from} is no unified diff: ${reasonOf(error)}`, {
      hint: 'Write it with `diff -u` or `git diff`.',
      cause: error,
    });
  }
  const unfit = parts.find(({ isRename, isCopy, isBinary }) =>
    [isRename, isCopy, isBinary].includes(true),
  );
  if (unfit !== undefined) {
    throw new BuilderError(
      'OVERLAY_INVALID',
      `${from} renames, copies or has binary content of ${unfit.newFileName ?? 'a file'}`,
      { hint: "Write it with `git diff --no-renames`; binary files are put in by 'add'." },
    );
  }
  if (parts.some(({ hunks, newMode }) => hunks.length > 0 || newMode !== undefined)) return parts;
  throw new BuilderError('OVERLAY_INVALID', `${from} is no unified diff: it changes nothing`, {
    hint: 'Write it with `diff -u` or `git diff`.',
  });
}

async function applyPart(
  draft: Draft,
  from: string,
  part: StructuredPatch,
  fuzz: number,
): Promise<Applied> {
  const { path, created, deleted } = patchedPath(from, part);
  const name = draft.name(path);
  const told = (changed: boolean, message: string): Applied => ({
    kind: 'patch',
    path: name,
    changed,
    message: `${message} ${from}`,
  });
  const found = await draft.find(path);
  if (deleted && found.kind === 'nothing') return told(false, 'removed already by');
  if (created && found.kind === 'nothing') {
    const bytes = Buffer.from(patchWhole('', part) ?? '');
    draft.put(path, fileOf(bytes, modeOf(part, 0o644)));
    return told(true, 'added by');
  }
  const { file, text } = await textAt(draft, path);
  if (created || deleted) {
    const whole = patchWhole(text.text, deleted ? part : reversePatch(part));
    if (whole !== '') throw misfits(name, from, text.text, part);
    if (created) return told(false, 'added already by');
    draft.remove(path);
    return told(true, 'removed by');
  }
  if (isBare(part)) {
    throw new BuilderError(
      'OVERLAY_INVALID',
      `${from} has no lines around what it changes in ${name}`,
      {
        hint: 'Write it with `diff -u` or `git diff`: without such lines nobody could tell whether it was applied.',
      },
    );
  }
  const patched = patchText(text.text, part, fuzz);
  if (patched.kind === 'mismatch') throw misfits(name, from, text.text, part);
  if (patched.kind === 'unclear') {
    throw new BuilderError(
      'OVERLAY_MISMATCH',
      `${name}: ${from} fits in more than one way, so that nobody could tell whether it was applied`,
      { hint: 'Write it with more lines around each change: `diff -U 10` or `git diff -U10`.' },
    );
  }
  const mode = modeOf(part, file.mode);
  const sameMode = isProgram(mode) === isProgram(file.mode);
  if (patched.kind === 'same' && sameMode) return told(false, 'patched already by');
  const bytes = text.encode(patched.kind === 'changed' ? patched.text : text.text);
  draft.put(path, fileOf(bytes, sameMode ? file.mode : mode));
  return told(true, 'patched by');
}

function misfits(name: string, from: string, text: string, part: StructuredPatch): BuilderError {
  return new BuilderError('OVERLAY_MISMATCH', `${name}: ${from} doesn't fit`, {
    hint: 'Neither can it be applied nor was it. The overlay is for another version of the buildpack; write the patch anew for this one.',
    excerpt: misfit(text, part),
  });
}

/** Permission bits after a patch; one of git may say them. */
function modeOf({ newMode }: StructuredPatch, before: number): number {
  if (newMode === undefined) return before;
  return (Number.parseInt(newMode, 8) & 0o100) === 0 ? 0o644 : 0o755;
}
