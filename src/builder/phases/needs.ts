import type { Emit, Event } from '../../event.js';
import { unpackArtifact } from '../../pack/index.js';
import { GUEST, inHost } from '../../path.js';
import type { OwnPlan, Plan } from '../../plan/index.js';
import type { StoredArtifact } from '../../store/index.js';
import { asPart, type BuildContext, onHost, type Workplace } from '../place/index.js';

/** Gets an artifact that is needed while another one is built. */
export type ObtainNeed = (plan: OwnPlan, context: BuildContext) => Promise<StoredArtifact>;

/**
 * Puts what a plan needs of the building machine's architecture into its workplace, each in a folder of
 * its name. People see it as a part of the build.
 * @returns what was placed
 */
export async function placeNeeds(
  { cross }: Plan,
  place: Workplace,
  obtain: ObtainNeed,
  context: BuildContext,
): Promise<StoredArtifact[]> {
  const placed: StoredArtifact[] = [];
  for (const { name, plan } of cross?.needs ?? []) {
    const emit = within(place.id, `${name} for ${plan.arch}`, context.emit);
    const need = await obtain(plan, { ...context, emit });
    const { signal } = context;
    const folder = inHost(await onHost(place, GUEST.needs), name);
    await asPart({ build: place.id, part: 'place' }, emit, () =>
      unpackArtifact(need.path, folder, { signal, single: plan.artifact.single }),
    );
    placed.push(need);
  }
  return placed;
}

/** Tells the events of one build as those of another, which it is a part of. */
function within(build: string, part: string, emit: Emit): Emit {
  const named = (phase: string) => `${part}: ${phase}`;
  return (event: Event) => {
    switch (event.type) {
      case 'runner.selected':
        return;
      case 'phase.started':
      case 'phase.finished':
      case 'log':
        emit({ ...event, build, phase: named(event.phase) });
        return;
      case 'part.finished':
        emit({
          ...event,
          build,
          part: named(event.part),
          ...(event.phase !== undefined && { phase: named(event.phase) }),
        });
        return;
      case 'build.waiting':
      case 'source.progress':
      case 'source.retrying':
      case 'source.failed':
      case 'source.ready':
        emit({ ...event, build });
        return;
      case 'warning':
        emit({ ...event, build, message: named(event.message) });
        return;
      default:
        emit(event);
    }
  };
}
