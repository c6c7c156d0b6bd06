import { relocateTree } from '../../relocate/index.js';
import type { PhaseContext } from './phase.js';
import { boxMount, onHost, toolOn } from '../place/index.js';

/** Brings the staged tree to its prefix. All that is in it stays with its owner, whoever runs steps. */
export async function relocatePhase(context: PhaseContext): Promise<void> {
  const { plan, place, target, emit, signal } = context;
  const root = await onHost(place, plan.tree);
  const { mappings, prune, strip, keepSymbols } = plan.relocate;
  const report = await relocateTree(
    { root, guest: plan.tree, prefix: plan.prefix },
    {
      mappings,
      prune,
      strip: { enabled: strip, keep: keepSymbols },
      run: toolOn(
        target,
        {
          mounts: [boxMount(place)],
          directory: plan.tree,
          files: root,
          stack: plan.stack.name,
        },
        signal,
      ),
      signal,
    },
  );
  for (const message of report.warnings) emit({ type: 'warning', build: place.id, message });
}
