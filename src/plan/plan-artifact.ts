import { BuilderError } from '../error.js';
import type { ExpandedRecipe, LoadedRecipe } from '../recipe/index.js';
import { suffixOf } from './artifact-file.js';
import type { Request } from './request.js';
import type { Plan } from './schema.js';

/**
 * How a plan has its artifact's file. What is the source's own file has the source's suffix.
 * @throws BuilderError RECIPE_INVALID
 */
export function planArtifactFile(
  { path }: Pick<LoadedRecipe, 'path'>,
  { name, artifact }: ExpandedRecipe,
  { version, arch }: Pick<Request, 'version' | 'arch'>,
  source: Plan['source'],
): Pick<Plan['artifact'], 'file' | 'single'> {
  const stem = `${name}-${version}-linux-${arch}`;
  if (!artifact.isFile) return { file: artifact.file ?? `${stem}.tgz` };
  const single = source.kind === 'archive' ? source.file : undefined;
  const refused = (why: string, hint: string) =>
    new BuilderError('RECIPE_INVALID', `${path}: artifact.as: ${why}`, { hint });
  if (single === undefined) {
    throw refused(
      'only a source that is a file can itself be the artifact.',
      "Say 'unpack: false' beside its url, or leave 'as: file' out.",
    );
  }
  if (artifact.sources !== undefined) {
    throw refused(
      'a file can have no list of sources in it.',
      "Leave 'sources' out: the record has them.",
    );
  }
  const suffix = suffixOf(single);
  const file = artifact.file ?? `${stem}${suffix}`;
  if (!file.endsWith(suffix)) {
    throw refused(
      `${file} doesn't end as the source does: ${single}.`,
      `The bytes are the same, so let its name end with ${suffix}.`,
    );
  }
  return { file, single };
}
