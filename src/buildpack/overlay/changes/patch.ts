import { reversePatch } from 'diff';
import { BuilderError, reasonOf } from '../../../error.js';
import { isBare, misfit, patchText, patchWhole } from '../apply-patch.js';
import { applyBinaryPatch, type BinaryPatch } from '../binary-patch.js';
import { bytesOf, fileOf, isProgram, type Draft, type DraftFile } from '../draft.js';
import { readPatchParts, type PatchPart } from '../patch-parts.js';
import { patchedPath } from '../patched-path.js';
import type { Beside } from '../read-overlay.js';
import type { FileChange } from '../schema.js';
import { noFile, textAt, type Applied } from './applied.js';
import { originalsOf, type PartContext, takeOver } from './take-over.js';

type PatchChange = Extract<FileChange, { kind: 'patch' }>;

/**
 * Applies a unified diff, to every file that it names.
 * @throws BuilderError OVERLAY_INVALID when it is no such diff; OVERLAY_MISMATCH when it doesn't fit
 */
export async function applyPatchFile(
  draft: Draft,
  { from, file, fuzz }: PatchChange,
  beside: Beside,
): Promise<Applied[]> {
  const said = parse(from, await beside.read(from));
  if (file !== undefined && said.length > 1) {
    throw new BuilderError('OVERLAY_INVALID', `${from} is about ${said.length} files`, {
      hint: "'file' is for a patch of one file that doesn't name it.",
    });
  }
  const parts = said.map((part) => ({ part, names: patchedPath(from, part, file) }));
  const originals = await originalsOf(draft, parts);
  const applied: Applied[] = [];
  for (const { part, names } of parts) {
    const context: PartContext = { draft, from, part, names, name: draft.name(names.path) };
    const taken = await takeOver(context, originals);
    const { changed, message } = await applyPart(context, fuzz);
    applied.push({
      kind: 'patch',
      path: context.name,
      changed: taken || changed,
      message: taken
        ? `${names.copied ? 'copied' : 'moved'} from ${draft.name(names.before ?? '')} by ${from}`
        : message,
    });
  }
  return applied;
}

/** What was done to a file, or was done already. */
type Done = Pick<Applied, 'changed' | 'message'>;

function parse(from: string, text: string): PatchPart[] {
  // A patch that came over a machine with other line ends says the same.
  const lines = /(?<!\r)\n/.test(text) ? text : text.replaceAll('\r\n', '\n');
  let parts: PatchPart[];
  try {
    parts = readPatchParts(lines);
  } catch (error) {
    throw new BuilderError('OVERLAY_INVALID', `${from} is no unified diff: ${reasonOf(error)}`, {
      hint: 'Write it with `diff -u` or `git diff`.',
      cause: error,
    });
  }
  const unsaid = parts.find(({ isBinary, binary }) => isBinary === true && binary === undefined);
  if (unsaid !== undefined) {
    throw new BuilderError(
      'OVERLAY_INVALID',
      `${from} only says that the bytes of ${unsaid.newFileName ?? 'a file'} are others`,
      { hint: 'Write it with `git diff --binary`.' },
    );
  }
  const link = parts.find(({ oldMode, newMode }) =>
    [oldMode, newMode].some((mode) => mode !== undefined && !mode.startsWith('100')),
  );
  if (link !== undefined) {
    throw new BuilderError(
      'OVERLAY_INVALID',
      `${from} changes ${link.newFileName ?? 'a file'}, which is no file: links and submodules are not patched`,
      { hint: "A link is removed by 'remove'." },
    );
  }
  if (parts.some(saysSomething)) return parts;
  throw new BuilderError('OVERLAY_INVALID', `${from} is no unified diff: it changes nothing`, {
    hint: 'Write it with `diff -u` or `git diff`.',
  });
}

function saysSomething({ hunks, newMode, oldMode, isRename, isCopy, binary }: PatchPart): boolean {
  return (
    hunks.length > 0 ||
    isRename === true ||
    isCopy === true ||
    [newMode, oldMode, binary].some((said) => said !== undefined)
  );
}

async function applyPart(context: PartContext, fuzz: number): Promise<Done> {
  const { draft, from, part, names, name } = context;
  const { path, created, deleted } = names;
  const told = (changed: boolean, message: string): Done => ({
    changed,
    message: `${message} ${from}`,
  });
  const found = await draft.find(path);
  if (deleted && found.kind === 'nothing') return told(false, 'removed already by');
  if (part.binary !== undefined) return await applyBinary(context, part.binary);
  if (created && found.kind === 'nothing') {
    const bytes = Buffer.from(patchWhole('', part) ?? '');
    draft.put(path, fileOf(bytes, modeOf(part, 0o644)));
    return told(true, 'added by');
  }
  if (part.hunks.length === 0 && !created && !deleted) {
    if (found.kind !== 'file') throw noFile(name, found);
    return put(context, found, undefined);
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
  return put(context, file, patched.kind === 'changed' ? text.encode(patched.text) : undefined);
}

/** Puts a file with its new content, if there is one, and the mode that the patch says in its place. */
function put(
  { draft, from, part, names }: PartContext,
  file: DraftFile,
  bytes: Buffer | undefined,
): Done {
  const said = modeOf(part, file.mode);
  const mode = isProgram(said) === isProgram(file.mode) ? file.mode : said;
  if (bytes === undefined && mode === file.mode) {
    return { changed: false, message: `patched already by ${from}` };
  }
  draft.put(names.path, bytes === undefined ? { ...file, mode } : fileOf(bytes, mode));
  return { changed: true, message: `patched by ${from}` };
}

async function applyBinary(context: PartContext, binary: BinaryPatch): Promise<Done> {
  const { draft, from, part, names, name } = context;
  const found = await draft.find(names.path);
  if (found.kind !== 'file' && found.kind !== 'nothing') throw noFile(name, found);
  const file = found.kind === 'file' ? found : undefined;
  const result = applyBinaryPatch(file && (await bytesOf(name, file)), binary);
  switch (result.kind) {
    case 'mismatch':
      throw new BuilderError(
        'OVERLAY_MISMATCH',
        `${name}: ${from} doesn't fit: it is for ${binary.before.slice(0, 12)}…, as git names contents`,
        {
          hint: 'The overlay is for another version of the buildpack; write the patch anew for this one.',
        },
      );
    case 'damaged':
      throw new BuilderError(
        'OVERLAY_INVALID',
        `${from} is damaged: it doesn't give the ${name} that it says`,
        { hint: 'Write it anew with `git diff --binary`.' },
      );
    case 'same':
      return file === undefined
        ? { changed: false, message: `removed already by ${from}` }
        : put(context, file, undefined);
    case 'changed':
      if (names.deleted) {
        draft.remove(names.path);
        return { changed: true, message: `removed by ${from}` };
      }
      if (file !== undefined) return put(context, file, result.bytes);
      draft.put(names.path, fileOf(result.bytes, modeOf(part, 0o644)));
      return { changed: true, message: `added by ${from}` };
  }
}

function misfits(name: string, from: string, text: string, part: PatchPart): BuilderError {
  return new BuilderError('OVERLAY_MISMATCH', `${name}: ${from} doesn't fit`, {
    hint: 'Neither can it be applied nor was it. The overlay is for another version of the buildpack; write the patch anew for this one.',
    excerpt: misfit(text, part),
  });
}

/** Permission bits after a patch; one of git may say them. */
function modeOf({ newMode }: PatchPart, before: number): number {
  if (newMode === undefined) return before;
  return (Number.parseInt(newMode, 8) & 0o100) === 0 ? 0o644 : 0o755;
}
