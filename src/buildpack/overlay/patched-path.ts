import type { StructuredPatch } from 'diff';
import { BuilderError } from '../../error.js';
import { pathSchema } from './schema.js';

const NOTHING = '/dev/null';

/** Which file a part of a patch is about. */
export interface PatchedPath {
  readonly path: string;
  /** What it is renamed from, or copied from. */
  readonly before: string | undefined;
  /** Whether that stays. */
  readonly copied: boolean;
  readonly created: boolean;
  readonly deleted: boolean;
}

/**
 * Reads which file a part of a patch is about. Names are those in the buildpack, with or without the `a/`
 * and `b/` of git.
 * @param from the patch, for messages
 * @param file what it is about, if it names nothing itself
 * @throws BuilderError OVERLAY_INVALID when it names none, two, or one out of the buildpack
 */
export function patchedPath(from: string, part: StructuredPatch, file?: string): PatchedPath {
  const { oldFileName = '', newFileName = '' } = part;
  if (file !== undefined) {
    if (oldFileName + newFileName === '') {
      return { path: file, before: undefined, copied: false, created: false, deleted: false };
    }
    throw new BuilderError('OVERLAY_INVALID', `${from} says itself what it is about`, {
      hint: "Leave 'file' away, or the lines '---' and '+++' of the patch.",
    });
  }
  const created = oldFileName === NOTHING || part.isCreate === true;
  const deleted = newFileName === NOTHING || part.isDelete === true;
  const git =
    (created || oldFileName.startsWith('a/')) && (deleted || newFileName.startsWith('b/'));
  const strip = (name: string) => (git ? name.slice(2) : name);
  const name = strip(deleted ? oldFileName : newFileName);
  const other = strip(created ? newFileName : oldFileName);
  const parsed = pathSchema.safeParse(name);
  const copied = part.isCopy === true;
  const before = part.isRename === true || copied ? pathSchema.safeParse(other) : undefined;
  if (before?.success === false) throw noName(from, `'${other}' ${firstOf(before.error)}`);
  if (name === '' || (created && deleted) || !parsed.success) {
    const reason =
      parsed.success || name === '' ? 'it names no file' : `'${name}' ${firstOf(parsed.error)}`;
    throw noName(from, reason);
  }
  if (before === undefined && !created && !deleted && name !== other) {
    throw new BuilderError(
      'OVERLAY_INVALID',
      `${from}: it is not clear whether ${other} or ${name} is meant`,
      { hint: 'Write the same path in both lines.' },
    );
  }
  return { path: parsed.data, before: before?.data, copied, created, deleted };
}

function noName(from: string, reason: string): BuilderError {
  return new BuilderError('OVERLAY_INVALID', `${from}: ${reason}`, {
    hint: "Each part begins with '--- a/bin/compile' and '+++ b/bin/compile', by the paths in the buildpack; or 'file: bin/compile' stands beside 'patch'.",
  });
}

function firstOf({ issues }: { issues: readonly { message: string }[] }): string {
  return issues[0]?.message ?? 'is no path';
}
