import type { StructuredPatch } from 'diff';
import { BuilderError } from '../../error.js';
import { pathSchema } from './schema.js';

const NOTHING = '/dev/null';

/** Which file a part of a patch is about. */
export interface PatchedPath {
  readonly path: string;
  /** What it is renamed from. */
  readonly before: string | undefined;
  readonly created: boolean;
  readonly deleted: boolean;
}

/**
 * Reads which file a part of a patch is about. Names are those in the buildpack, with or without the `a/`
 * and `b/` of git.
 * @param from the patch, for messages
 * @throws BuilderError OVERLAY_INVALID when it names none, two, or one out of the buildpack
 */
export function patchedPath(from: string, part: StructuredPatch): PatchedPath {
  const { oldFileName = '', newFileName = '' } = part;
  const created = oldFileName === NOTHING || part.isCreate === true;
  const deleted = newFileName === NOTHING || part.isDelete === true;
  const git =
    (created || oldFileName.startsWith('a/')) && (deleted || newFileName.startsWith('b/'));
  const strip = (name: string) => (git ? name.slice(2) : name);
  const name = strip(deleted ? oldFileName : newFileName);
  const other = strip(created ? newFileName : oldFileName);
  const parsed = pathSchema.safeParse(name);
  const before = part.isRename === true ? pathSchema.safeParse(other) : undefined;
  if (before?.success === false) throw noName(from, `'${other}' ${firstOf(before.error)}`);
  if (name === '' || (created && deleted) || !parsed.success) {
    const reason = parsed.success ? 'it names no file' : `'${name}' ${firstOf(parsed.error)}`;
    throw noName(from, reason);
  }
  if (before === undefined && !created && !deleted && name !== other) {
    throw new BuilderError(
      'OVERLAY_INVALID',
      `${from}: it is not clear whether ${other} or ${name} is meant`,
      { hint: 'Write the same path in both lines.' },
    );
  }
  return { path: parsed.data, before: before?.data, created, deleted };
}

function noName(from: string, reason: string): BuilderError {
  return new BuilderError('OVERLAY_INVALID', `${from}: ${reason}`, {
    hint: "Each part begins with '--- a/bin/compile' and '+++ b/bin/compile', by the paths in the buildpack.",
  });
}

function firstOf({ issues }: { issues: readonly { message: string }[] }): string {
  return issues[0]?.message ?? 'is no path';
}
