import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { BuilderError } from '../../error.js';
import type { Emit } from '../../event.js';
import { GUEST, guestPath } from '../../path.js';
import type { Plan } from '../../plan/index.js';
import { intoShell, onHost, type Workplace } from '../place/index.js';

/**
 * Looks at what the install phase left: nothing at the prefix is an error, something beside it a
 * warning, since it won't be in the artifact.
 * @throws BuilderError STEP_FAILED
 */
export async function checkStaging(plan: Plan, place: Workplace, emit: Emit): Promise<void> {
  const tree = await onHost(place, plan.tree);
  const present = await stat(tree).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!present || (await readdir(tree)).length === 0) {
    throw new BuilderError(
      'STEP_FAILED',
      `${plan.name} ${plan.version}: install put nothing at ${plan.prefix}.`,
      {
        hint: `Steps install to $TREE (${plan.tree}). Is the prefix given to configure another one?`,
        next: intoShell(place.id),
      },
    );
  }
  const outside = await outsideTree(plan, place);
  if (outside.length > 0) {
    emit({
      type: 'warning',
      build: place.id,
      message: `Installed outside the prefix, so not in the artifact: ${outside.join(', ')}`,
    });
  }
}

/** What lies beside the way from the staging folder down to the tree. */
async function outsideTree(plan: Plan, place: Workplace): Promise<string[]> {
  const outside: string[] = [];
  const way = path.posix.relative(GUEST.staging, plan.tree).split('/').filter(Boolean);
  for (const [depth, name] of way.entries()) {
    const folder = path.posix.join('/', ...way.slice(0, depth));
    const entries = await readdir(await onHost(place, guestPath(GUEST.staging, folder)));
    outside.push(
      ...entries.filter((entry) => entry !== name).map((entry) => path.posix.join(folder, entry)),
    );
  }
  return outside;
}
