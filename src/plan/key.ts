import { createHash } from 'node:crypto';
import { strongest } from '../files/index.js';
import type { Plan } from './schema.js';

/**
 * The build key: a sha256 over everything in a plan that can change the artifact. A source
 * counts by its public address and its strongest digest; secrets, mirrors and further digests only
 * help to get and to check the same bytes. A mirror whose bytes differ counts as it is. That a digest was trusted in the recipe's place is in the
 * record, and so counts too.
 */
export function buildKey(plan: Plan): string {
  const { source, sources, cross } = plan;
  return createHash('sha256')
    .update(
      canonicalJson({
        ...plan,
        source: identityOf(source),
        ...(sources && {
          sources: sources.map((one) => ({ ...one, source: identityOf(one.source) })),
        }),
        ...(cross && { cross: keyed(cross) }),
      }),
    )
    .digest('hex');
}

function identityOf(source: Plan['source']) {
  if (source.kind === 'git') return { ...source, withheld: undefined };
  const { url, digests, insteadOf, file, exclude, origins } = source;
  const differing = origins.filter((origin) => origin.digests !== undefined);
  return {
    ...{ url, digest: strongest(digests), insteadOf, file, exclude },
    ...(differing.length > 0 && { differing }),
  };
}

/** What is needed counts by its own key. */
function keyed(cross: NonNullable<Plan['cross']>) {
  return { ...cross, needs: cross.needs.map(({ name, plan }) => ({ name, key: buildKey(plan) })) };
}

/** The name of a build: of its work directory, and what `binary-builder shell` takes. */
export function buildId(plan: Plan): string {
  return `${plan.name}-${plan.version}-${plan.stack.name}-${plan.arch}-${buildKey(plan).slice(0, 8)}`;
}

/** JSON with the keys of every object in order, so that equal data have equal text. */
function canonicalJson(data: unknown): string {
  return JSON.stringify(data, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
