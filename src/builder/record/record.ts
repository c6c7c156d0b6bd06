import { machineArch } from '../../architecture.js';
import type { ExtraFile, Packed } from '../../pack/index.js';
import { artifactFileOf, type Plan } from '../../plan/index.js';
import type { Root } from '../../stack/index.js';
import { artifactName, sourcesYaml, type ArtifactRecord } from '../../store/index.js';
import type { PlanSources } from '../place/index.js';
import { recordedSource } from './recorded-source.js';

/** What was found out while a plan was executed, as far as a record has it. */
interface Outcome {
  key: string;
  /** The root of its architecture. */
  root: Root;
  /** The root that its compiler comes from. */
  compiling: Root;
  sources: PlanSources;
  /** Members of them that were not unpacked, by their names. */
  leftOut: ReadonlyMap<string, readonly string[]>;
  packed: Packed;
}

/** What a source was given with and its plan doesn't say, so that it can't be fetched again by it. */
export function withheldOf({ source }: Pick<Plan, 'source'>): readonly string[] {
  if (source.kind === 'git') return source.withheld ?? [];
  const [first] = source.origins;
  return 'withheld' in first ? (first.withheld ?? []) : [];
}

/** The record of an artifact. Nothing in it depends on the machine. */
export function makeRecord(
  plan: Plan,
  { key, root, compiling, sources: { main, further }, leftOut, packed }: Outcome,
): ArtifactRecord {
  const { md5, sha256, size, tarSha256 } = packed;
  const source = recordedSource(plan, main, leftOut.get(plan.name));
  const listed = (plan.sources ?? []).filter((one) => one.listed);
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
    ...(plan.artifact.single === undefined ? {} : { single: plan.artifact.single }),
    prefix: plan.prefix,
    size,
    md5,
    sha256,
    ...(tarSha256 === undefined ? {} : { tar_sha256: tarSha256 }),
    build_key: key,
    manifest: {
      name: plan.artifact.name,
      version: plan.version,
      uri: artifactName({ stack: plan.stack, file }),
      md5,
      sha256,
      cf_stacks: [plan.stack.name],
      source: source.url,
      source_sha256: source.sha256,
      ...(listed.length > 0 && {
        dependencies: listed.map(({ name, version }) => ({ name, version })),
      }),
    },
    sources: [
      source,
      ...further.map(({ planned, fetched }) => ({
        ...recordedSource(planned, fetched, leftOut.get(planned.name)),
        version: planned.version,
      })),
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
export function extraFiles(plan: Plan, { main, further }: PlanSources): ExtraFile[] {
  const { sources: path } = plan.artifact;
  if (path === undefined) return [];
  const sources = [
    recordedSource(plan, main),
    ...further.map(({ planned, fetched }) => recordedSource(planned, fetched)),
  ];
  return [{ path, content: sourcesYaml(sources) }];
}
