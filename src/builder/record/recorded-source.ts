import { publicUri, type PublicUri } from '../../network/index.js';
import { bytesWith, type Plan } from '../../plan/index.js';
import type { FetchedSource } from '../../source/index.js';
import type { ArtifactRecord } from '../../store/index.js';

/** The address that stands for a plan's source in records, when its bytes are those of its first place. */
export function sourceUrl({ source }: Pick<Plan, 'source'>): PublicUri {
  return publicUri(
    source.kind === 'archive' ? source.url : `${source.repository}@${source.commit}`,
  );
}

/**
 * A source as a record has it: the bytes that went into the build, and a place that has just these, whichever of those
 * that have the same gave them.
 */
export function recordedSource(
  { name, source }: { name: string; source: Plan['source'] },
  { digests }: Pick<FetchedSource, 'digests'>,
  leftOut: readonly string[] = [],
): ArtifactRecord['sources'][number] {
  const { url, differs } =
    source.kind === 'git'
      ? { url: sourceUrl({ source }), differs: undefined }
      : bytesWith(source, digests);
  return {
    ...{ name, url, ...digests },
    ...(source.insteadOf && { trusted_instead_of: source.insteadOf }),
    ...(differs === undefined ? {} : { differs }),
    ...(leftOut.length > 0 && { left_out: [...leftOut] }),
  };
}
