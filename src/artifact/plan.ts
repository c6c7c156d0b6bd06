import * as z from 'zod';
import { BuilderError } from '../error.js';
import { ALGORITHMS } from '../files/index.js';
import {
  artifactFileOf,
  buildKey,
  bytesWith,
  PLAN_REVISION,
  planSchema,
  type Plan,
} from '../plan/index.js';
import { readPlanJson, type ArtifactRecord, type FoundArtifact } from '../store/index.js';
import { sourceUrl } from '../builder/record/index.js';

/**
 * Reads the plan beside an artifact's record.
 * @throws BuilderError NO_RECORD when there is none, RECORD_INVALID for one that isn't understood
 */
export async function readArtifactPlan({ planPath, record }: FoundArtifact): Promise<Plan> {
  const data = await readPlanJson(planPath);
  if (data === undefined) {
    throw new BuilderError('NO_RECORD', `${record.file} has a record but no plan.`, {
      hint: `The plan is expected at ${planPath}; it is published and committed with the record.`,
    });
  }
  const revision = z.object({ revision: z.number() }).safeParse(data).data?.revision;
  if (revision !== undefined && revision !== PLAN_REVISION) {
    throw new BuilderError(
      'RECORD_INVALID',
      `${planPath} is of revision ${revision}; this binary-builder executes revision ${PLAN_REVISION}.`,
      { hint: 'Use the version of binary-builder that built it: see its .build.json.' },
    );
  }
  const parsed = planSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new BuilderError('RECORD_INVALID', `${planPath} is not a plan.`, {
    excerpt: z.prettifyError(parsed.error).split('\n').slice(0, 20),
    hint: 'Was it edited? Take it from where the artifact was published.',
  });
}

/** In what a record differs from the plan that lies beside it, one sentence each. Pure. */
export function recordAgainstPlan(record: ArtifactRecord, plan: Plan): string[] {
  const further = plan.sources ?? [];
  const expected: [string, string, string][] = [
    ['name', plan.name, record.name],
    ['version', plan.version, record.version],
    ['arch', plan.arch, record.arch],
    ['stack', plan.stack.name, record.stack.name],
    ['file', artifactFileOf(plan, record.sha256), record.file],
    ['single file', plan.artifact.single ?? 'none', record.single ?? 'none'],
    ['prefix', plan.prefix, record.prefix],
    ['license', plan.license, record.license ?? plan.license],
    ['options', inOrder(plan.options), inOrder(record.options)],
    ['cross compiled from', plan.cross?.machine ?? 'none', crossFrom(record)],
    ['build key', buildKey(plan), record.build_key],
    ['sources', namesOf([plan, ...further]), namesOf(record.sources)],
    ...[plan, ...further].flatMap((one, index) =>
      againstSource(one, record.sources[index], index === 0 ? 'source' : one.name),
    ),
    ['manifest name', plan.artifact.name, record.manifest.name],
    ['manifest version', plan.version, record.manifest.version],
    ['manifest stacks', plan.stack.name, record.manifest.cf_stacks.join(', ')],
    ['manifest md5', record.md5, record.manifest.md5],
    ['manifest sha256', record.sha256, record.manifest.sha256],
    ['manifest source', record.sources[0]?.url ?? 'none', record.manifest.source],
    ['manifest source_sha256', record.sources[0]?.sha256 ?? 'none', record.manifest.source_sha256],
    [
      'manifest dependencies',
      versionsOf(further.filter(({ listed }) => listed)),
      versionsOf(record.manifest.dependencies ?? []),
    ],
  ];
  return expected
    .filter(([, planned, recorded]) => planned !== recorded)
    .map(([field, planned, recorded]) => `${field}: expected ${planned}, recorded ${recorded}`);
}

function crossFrom({ built }: ArtifactRecord): string {
  return built?.mode === 'cross' ? built.from : 'none';
}

/** What a plan says of one of its sources, and what is recorded of it. */
function againstSource(
  { source }: Pick<Plan, 'source'>,
  recorded: ArtifactRecord['sources'][number] | undefined,
  what: string,
): [string, string, string][] {
  const none = 'none';
  if (source.kind === 'git') return [[what, sourceUrl({ source }), recorded?.url ?? none]];
  const { url, digests, differs = none } = bytesWith(source, recorded ?? {});
  return [
    [what, url, recorded?.url ?? none],
    [`${what} differs`, differs, recorded?.differs ?? none],
    ...ALGORITHMS.flatMap((algorithm): [string, string, string][] => {
      const digest = digests[algorithm];
      if (digest === undefined) return [];
      return [[`${what} ${algorithm}`, digest, recorded?.[algorithm] ?? none]];
    }),
  ];
}

function namesOf(sources: readonly { name: string }[]): string {
  return sources.map(({ name }) => name).join(', ');
}

function versionsOf(named: readonly { name: string; version: string }[]): string {
  return named.map(({ name, version }) => `${name} ${version}`).join(', ') || 'none';
}

function inOrder(options: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(options).sort();
  return names.map((name) => `${name}=${String(options[name])}`).join(' ') || 'none';
}
