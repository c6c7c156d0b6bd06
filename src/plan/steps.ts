import { GUEST, guestPath } from '../path.js';
import { PHASES, type ExpandedRecipe, type PhaseName } from '../recipe/index.js';
import { crossArguments, crossEnvironment } from './cross.js';
import type { Request } from './request.js';
import type { Step } from './schema.js';

/** The scripts of a build, in the order in which they run. */
export function planSteps(
  recipe: ExpandedRecipe,
  environment: Readonly<Record<string, string>>,
  { arch, cross }: Pick<Request, 'arch' | 'cross'>,
): Step[] {
  const building =
    cross === undefined
      ? environment
      : crossEnvironment(recipe.system, { arch, machine: cross.machine }, environment);
  const told = cross === undefined ? [] : crossArguments(recipe.system, arch, cross.machine);
  return [
    ...recipe.patches.map(({ name }) => patchStep(name, building)),
    ...PHASES.flatMap((phase) =>
      phase === 'finish'
        ? phaseSteps(recipe, phase, atPrefix(recipe, environment), [])
        : phaseSteps(recipe, phase, building, phase === 'configure' ? told : []),
    ),
  ];
}

/** Variables that say where to install. */
const INSTALLING = new Set(['DESTDIR', 'CONFIGURE_PREFIX']);

function patchStep(name: string, environment: Readonly<Record<string, string>>): Step {
  return {
    phase: 'patch',
    label: `patch:${name}`,
    script: 'patch --batch --forward --strip=1 --input="$1"',
    args: [guestPath(GUEST.files, name)],
    environment: { ...environment },
    directory: GUEST.source,
  };
}

function phaseSteps(
  recipe: ExpandedRecipe,
  name: PhaseName,
  environment: Readonly<Record<string, string>>,
  told: readonly string[],
): Step[] {
  const phase = recipe.phases[name];
  const { configure, make, install } = recipe.system;
  const system: Partial<Record<PhaseName, string | undefined>> = { configure, make, install };
  const scripts = [
    { label: `${name}:before`, script: phase.before, args: [] },
    { label: name, script: phase.run ?? system[name], args: [...told, ...phase.args] },
    { label: `${name}:after`, script: phase.after, args: [] },
  ];
  // The finishing phase sees the tree where the platform will have it.
  const finishing = name === 'finish';
  return scripts.flatMap(({ label, script, args }) =>
    script === undefined
      ? []
      : [
          {
            phase: name,
            label,
            script,
            args,
            environment: { ...environment, ...phase.environment },
            directory: finishing
              ? guestPath(recipe.prefix)
              : guestPath(GUEST.source, recipe.directory),
          },
        ],
  );
}

/** Where the tree is at its prefix, nothing is installed elsewhere any more. */
function atPrefix(
  { prefix }: ExpandedRecipe,
  environment: Readonly<Record<string, string>>,
): Record<string, string> {
  const left = Object.entries(environment).filter(([name]) => !INSTALLING.has(name));
  return { ...Object.fromEntries(left), TREE: prefix };
}
