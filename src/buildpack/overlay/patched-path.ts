import type { StructuredPatch } from 'diff';
import { BuilderError } from '../../error.js';
import { pathSchema } from './schema.js';

const NOTHING = '/dev/null';

/**
 * Which file a part of a patch is about. Names are those in the buildpack, with or without the `a/`
 * and `b/` of git.
 * @param from the patch, for messages
 * @throws BuilderError OVERLAY_INVALID when it names none, two, or one out of the buildpack
 */
export function patchedPath(
  from: string,
  { oldFileName = '', newFileName = '' }: StructuredPatch,
): { path: string; created: boolean; deleted: boolean } {
  const [created, deleted] = [oldFileName === NOTHING, newFileName === NOTHING];
  const git =
    (created || oldFileName.startsWith('a/')) && (deleted || newFileName.startsWith('b/'));
  const strip = (name: string) => (git ? name.slice(2) : name);
  const name = strip(deleted ? oldFileName : newFileName);
  const other = strip(created ? newFileName : oldFileName);
  const parsed = pathSchema.safeParse(name);
  if (name === '' || (created && deleted) || !parsed.success) {
    const reason = parsed.success ? 'it names no file' : `'${name}' ${firstOf(parsed.error)}`;
    throw new BuilderError('OVERLAY_INVALID', `${from}: ${reason}`, {
      hint: "Each part begins with '--- a/bin/compile' and '+++ b/bin/compile', by the paths in the buildpack.",
    });
  }
  if (!created && !deleted && name !== other) {
    throw new BuilderError(
      'OVERLAY_INVALID',
      `${from}: it is not clear whether ${other} or ${name} is meant`,
      { hint: 'Write the same path in both lines.' },
    );
  }
  return { path: parsed.data, created, deleted };
}

function firstOf({ issues }: { issues: readonly { message: string }[] }): string {
  return issues[0]?.message ?? 'is no path';
}
