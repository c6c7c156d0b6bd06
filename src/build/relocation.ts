import { BuilderError } from '../error.js';
import { FIXED_ENVIRONMENT } from '../plan/index.js';
import { relocateTree, type RunTool } from '../relocate/index.js';
import type { PhaseContext } from './phase.js';
import { boxMount, onHost } from './workplace.js';

/** Brings the staged tree to its prefix. */
export async function relocatePhase(context: PhaseContext): Promise<void> {
  const { plan, place, emit, signal } = context;
  const { mappings, prune, strip, keepSymbols } = plan.relocate;
  const report = await relocateTree(
    { root: onHost(place, plan.tree), guest: plan.tree, prefix: plan.prefix },
    {
      mappings,
      prune,
      strip: { enabled: strip, keep: keepSymbols },
      run: stackTool(context),
      ...(signal ? { signal } : {}),
    },
  );
  for (const message of report.warnings) emit({ type: 'warning', build: place.id, message });
}

/** The stack's own strip, readelf and patchelf, on the staged tree. */
function stackTool({ plan, place, sandbox, signal }: PhaseContext): RunTool {
  return async (argv) => {
    const { exitCode, stdout, stderr } = await sandbox.capture(
      {
        argv,
        environment: FIXED_ENVIRONMENT,
        directory: plan.tree,
        mounts: [boxMount(place)],
      },
      signal ? { signal } : {},
    );
    if (exitCode === 0) return stdout;
    throw new BuilderError(
      'STEP_FAILED',
      `${argv[0]} failed on the staged files of ${plan.name}.`,
      {
        excerpt: stderr.trimEnd().split('\n').slice(-10),
        hint:
          exitCode === 127
            ? `The stack ${plan.stack.name} has no ${argv[0]}: add its package to 'toolchain' in the stack's file.`
            : `The files are in ${place.box}.`,
      },
    );
  };
}
