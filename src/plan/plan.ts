import type { Address } from '../network/index.js';
import { BuilderError } from '../error.js';
import { ARCH_NAMES } from '../architecture.js';
import { GUEST, guestPath } from '../path.js';
import { expandRecipe, placeIn, type ExpandedRecipe, type LoadedRecipe } from '../recipe/index.js';
import type { StackDefinition } from '../stack/index.js';
import { crossTools } from './cross.js';
import { buildEnvironment, EPOCH, hasBeside, stagedTree } from './environment.js';
import { planFurther } from './further.js';
import { checkVersion, type Request } from './request.js';
import { PLAN_REVISION, planSchema, type Plan, type PlanStack } from './schema.js';
import { planArtifactFile } from './plan-artifact.js';
import { planSource } from './source.js';
import { planSteps } from './steps.js';
import { whyNotCross } from './way.js';

/**
 * Resolves everything that a build will do. Pure: the same recipe, stack and request give the
 * same plan on any machine, with no file written and no network asked.
 *
 * @throws BuilderError UNKNOWN_VERSION, NO_CHECKSUM, DIGEST_CONFLICT, UNKNOWN_OPTION,
 * UNKNOWN_ARCH, BUILD_MODE_IMPOSSIBLE, USAGE, RECIPE_INVALID
 */
export function makePlan(loaded: LoadedRecipe, stack: StackDefinition, request: Request): Plan {
  return planWithAddresses(loaded, stack, request).plan;
}

/**
 * Like {@link makePlan}, with the addresses that the plan names in their public form, secrets
 * included: they travel beside it, to fetch its source, and are never written.
 * @throws BuilderError as {@link makePlan} does
 */
export function planWithAddresses(
  loaded: LoadedRecipe,
  stack: StackDefinition,
  request: Request,
): { plan: Plan; addresses: Address[] } {
  checkVersion(request.version);
  checkArch(stack, request);
  const recipe = expandRecipe(
    loaded,
    {
      version: request.version,
      stack: stack.name,
      arch: request.arch,
      cross: request.cross !== undefined,
      options: request.options,
    },
    stack.environment,
  );
  const environment = buildEnvironment(recipe, request);
  const { source, addresses } = planSource(loaded, recipe, request);
  const further = planFurther(loaded, recipe, request);
  const artifactFile = planArtifactFile(loaded, recipe, request, source);
  const isPacked = artifactFile.single === undefined;
  const plan: Plan = {
    revision: PLAN_REVISION,
    name: request.name,
    version: request.version,
    arch: request.arch,
    stack: planStack(stack),
    options: recipe.options,
    license: recipe.license,
    prefix: guestPath(recipe.prefix),
    source,
    ...(further.sources.length === 0 ? {} : { sources: further.sources }),
    packages: { build: buildPackages(recipe, request), run: sorted(recipe.packages.run) },
    epoch: EPOCH,
    patches: recipe.patches,
    steps: planSteps(recipe, environment, request),
    tree: stagedTree(recipe),
    relocate: {
      // What is published as it is, is changed by nobody.
      mappings: !isPacked
        ? []
        : [
            { from: GUEST.staging, to: recipe.installTo === 'destdir' ? '' : recipe.prefix },
            { from: GUEST.source, to: recipe.sourceLabel },
            ...further.mappings,
            ...(request.cross === undefined ? [] : [{ from: GUEST.sysroot, to: '' }]),
          ],
      prune: recipe.artifact.prune,
      strip: recipe.artifact.strip && isPacked,
      keepSymbols: recipe.artifact.keepSymbols,
    },
    leaks: [
      ...[GUEST.staging, GUEST.source, GUEST.files, GUEST.home, GUEST.ccache],
      ...(hasBeside(recipe) ? [GUEST.further] : []),
      ...(request.cross === undefined ? [] : [GUEST.sysroot, GUEST.tools, GUEST.needs]),
    ],
    artifact: {
      ...artifactFile,
      name: recipe.artifact.name,
      ...(recipe.artifact.sources === undefined ? {} : { sources: recipe.artifact.sources }),
    },
    ...(recipe.lacks.length === 0 ? {} : { lacks: recipe.lacks }),
    waivers: recipe.waivers,
    tests: recipe.tests.map(({ run, source, ...test }) => ({
      ...test,
      ...(source ? { source } : {}),
      packages: sorted(test.packages),
      ...(run === undefined ? {} : { run }),
    })),
    ...(request.cross === undefined
      ? {}
      : { cross: planCross(recipe, stack, request.cross, request) }),
  };
  requireReadable(plan, loaded, request);
  requireInstall(plan, loaded, recipe);
  return { plan, addresses: [...addresses, ...further.addresses] };
}

/** Names that come out of templates are held to the rule by which the plan is read back. */
function requireReadable(plan: Plan, { path }: LoadedRecipe, { name, version }: Request): void {
  const { error } = planSchema.safeParse(plan);
  if (error === undefined) return;
  throw new BuilderError('RECIPE_INVALID', `${path}: no plan can be made for ${name} ${version}.`, {
    excerpt: error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`),
    hint: 'Look at what the templates of these keys become for this version.',
  });
}

/** What nothing installs would be told only after all of it was made. */
function requireInstall({ steps }: Plan, loaded: LoadedRecipe, { system }: ExpandedRecipe): void {
  if (steps.some(({ phase }) => phase === 'install')) return;
  const place = placeIn(loaded, system.name, ['system']);
  throw new BuilderError(
    'RECIPE_INVALID',
    `${place}: nothing is installed: the build system '${system.name}' doesn't do it, and the recipe has no install.`,
    { hint: "Say what puts files into $TREE: 'build: { install: { run: … } }'." },
  );
}

/** In a root of the artifact's own architecture all of it is together; else each has its own. */
function buildPackages({ packages }: ExpandedRecipe, { cross }: Request): string[] {
  return sorted([...(cross === undefined ? packages.tools : []), ...packages.build]);
}

function planCross(
  recipe: ExpandedRecipe,
  stack: StackDefinition,
  { machine, needs }: NonNullable<Request['cross']>,
  { arch }: Request,
): NonNullable<Plan['cross']> {
  const refusal = whyNotCross(recipe, stack, arch);
  if (refusal !== undefined) {
    throw new BuilderError('BUILD_MODE_IMPOSSIBLE', `${arch} can't be cross compiled: ${refusal}.`);
  }
  return {
    machine,
    packages: sorted([...(stack.cross?.[arch] ?? []), ...recipe.packages.tools]),
    tools: crossTools(recipe.system, arch, machine),
    needs: (recipe.cross?.needs ?? []).map((name) => {
      const plan = needs.get(name);
      if (plan === undefined)
        throw new TypeError(`no plan for ${name}, which ${recipe.name} needs`);
      return { name, plan };
    }),
  };
}

function planStack({ name, glibc, root, packages, toolchain, ccache }: StackDefinition): PlanStack {
  return { name, glibc, root, packages, toolchain, ...(ccache === undefined ? {} : { ccache }) };
}

function checkArch(stack: StackDefinition, request: Request): void {
  if (stack.architectures.some((arch) => arch === request.arch)) return;
  throw new BuilderError('UNKNOWN_ARCH', `The stack ${stack.name} has no ${request.arch}.`, {
    hint: `It has: ${stack.architectures.join(', ')}. Architectures are named ${ARCH_NAMES.join(', ')}.`,
  });
}

function sorted(packages: readonly string[]): string[] {
  return [...new Set(packages)].sort();
}
