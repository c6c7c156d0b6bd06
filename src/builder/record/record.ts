import { publicUri, type PublicUri } from '../../network/index.js';
import { machineArch } from '../../architecture.js';
import type { ExtraFile, Packed } from '../../pack/index.js';
import { artifactFileOf, type Plan } from '../../plan/index.js';
import type { FetchedSource } from '../../source/index.js';
import type { Root } from '../../stack/index.js';
import { artifactName, sourcesYaml, type ArtifactRecord } from '../../store/index.js';

/** What was found out while a plan was executed, as far as a record has it. */
interface Outcome {
  key: string;
  /** The root of its architecture. */
  root: Root;
  /** The root that its compiler comes from. */
  compiling: Root;
  source: FetchedSource;
  /** Members of it that were not unpacked. */
  leftOut: readonly string[];
  packed: Packed;
}

/** The address that stands for a plan's source in records. */
export function sourceUrl({ source }: Pick<Plan, 'source'>): PublicUri {
  return publicUri(
    source.kind === 'archive' ? source.url : `${source.repository}@${source.commit}`,
  );
}

/** What a plan's source was given with and the plan doesn't say, so that it can't be fetched again by it. */
export function withheldOf({ source }: Pick<Plan, 'source'>): readonly string[] {
  if (source.kind === 'git') return source.withheld ?? [];
  const [first] = source.origins;
  return 'withheld' in first ? (first.withheld ?? []) : [];
}

/** The record of an artifact. Nothing in it depends on the machine. */
export function makeRecord(
  plan: Plan,
  { key, root, compiling, source, leftOut, packed }: Outcome,
): ArtifactRecord {
  const { md5, sha256, size, tarSha256 } = packed;
  const url = sourceUrl(plan);
  const file = artifactFileOf(plan, sha256);
  return {
    name: plan.name,
    version: plan.version,
    license: plan.license,
    arch: plan.arch,
    stack: {
      name: plan.stack.name,
      digest: root.base,
      glibc: root.glibc,
      ...(compiling.compiler === null ? {} : { compiler: compiling.compiler }),
    },
    ...builtHow(plan),
    file,
    prefix: plan.prefix,
    size,
    md5,
    sha256,
    tar_sha256: tarSha256,
    build_key: key,
    manifest: {
      name: plan.artifact.name,
      version: plan.version,
      uri: artifactName({ stack: plan.stack, file }),
      md5,
      sha256,
      cf_stacks: [plan.stack.name],
      source: url,
      source_sha256: source.digests.sha256,
    },
    sources: [
      {
        name: plan.name,
        url,
        ...source.digests,
        ...(plan.source.insteadOf && { trusted_instead_of: plan.source.insteadOf }),
        ...(leftOut.length > 0 && { left_out: [...leftOut] }),
      },
    ],
    options: plan.options,
    ...(plan.lacks === undefined ? {} : { lacks: plan.lacks }),
  };
}

/** How it was built, where that isn't natively. */
function builtHow({ arch, cross }: Plan): Pick<ArtifactRecord, 'built'> {
  if (cross !== undefined) return { built: { mode: 'cross', from: cross.machine } };
  return arch === machineArch() ? {} : { built: { mode: 'emulated' } };
}

/** What is packed with a plan's tree without being in it. */
export function extraFiles(plan: Plan, source: FetchedSource): ExtraFile[] {
  const { sources } = plan.artifact;
  if (sources === undefined) return [];
  const { sha256 } = source.digests;
  return [{ path: sources, content: sourcesYaml([{ url: sourceUrl(plan), sha256 }]) }];
}
