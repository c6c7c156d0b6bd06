import { BuilderError } from '../error.js';
import { LIMIT_NAMES, type LimitSettings } from '../limit.js';
import { didYouMean } from '../text/index.js';
import { type Digests } from '../files/index.js';
import type { Facts } from './condition.js';
import { choose, select } from './entry.js';
import {
  differsByArch,
  type ExpandedFurther,
  expandFurther,
  expandSource,
  type RecipeSource,
} from './expand-source.js';
import { expandEnvironment, expandSystem, type ExpandedSystem } from './expand-system.js';
import type { LoadedRecipe } from './load.js';
import type { Recipe, RecipePhase } from './schema.js';
import { fillTemplate, placeholderValues } from './template.js';
import { digestsFor } from './words.js';

/** The phases of a build that a recipe has a say in, in the order in which they run. */
export const PHASES = ['bootstrap', 'configure', 'make', 'install', 'finish'] as const;

/** The name of a phase. */
export type PhaseName = (typeof PHASES)[number];

/** A file that a recipe brings. */
export interface RecipeFile {
  name: string;
  content: string;
}

/** A phase with its conditions decided. */
export interface ExpandedPhase {
  args: string[];
  environment: Record<string, string>;
  before: string | undefined;
  run: string | undefined;
  after: string | undefined;
}

/** A test of the artifact with its conditions decided. */
export interface ExpandedTest {
  name: string;
  toolchain: boolean;
  packages: string[];
  contains: string[];
  files: RecipeFile[];
  /** Whether it sees the unpacked source. */
  source: boolean;
  run: string | undefined;
  expect: string[];
}

/** What cross compiling takes. */
export interface ExpandedCross {
  /** Names of recipes. */
  needs: string[];
}

/** Something that an artifact doesn't have, and why. */
export interface Lack {
  what: string;
  reason: string;
}

/** A check of the audit that is switched off, for some files or, without any, for all. */
export interface ExpandedWaiver {
  check: string;
  reason: string;
  files: string[];
}

/** A recipe for one version, stack and architecture: every condition decided, every template filled. */
export interface ExpandedRecipe {
  name: string;
  license: string;
  prefix: string;
  /** Digests that the recipe knows for this version; undefined when it doesn't list the version. */
  digests: Digests | undefined;
  /** Whether the source's address is another one for each architecture. */
  byArch: boolean;
  options: Record<string, boolean>;
  sourceLabel: string;
  source: RecipeSource;
  sources: ExpandedFurther[];
  patches: RecipeFile[];
  packages: { tools: string[]; build: string[]; run: string[] };
  /** Undefined when it can't be cross compiled. */
  cross: ExpandedCross | undefined;
  environment: Record<string, string>;
  system: ExpandedSystem;
  installTo: 'destdir' | 'staging';
  directory: string;
  phases: Record<PhaseName, ExpandedPhase>;
  artifact: {
    name: string;
    /** Whether the source's own file is the artifact. */
    isFile: boolean;
    /** Its file name, when the recipe says one. */
    file: string | undefined;
    prune: string[];
    strip: boolean;
    keepSymbols: string[];
    sources: string | undefined;
  };
  lacks: Lack[];
  waivers: ExpandedWaiver[];
  tests: ExpandedTest[];
}

/** Where none of a recipe's build systems fits, it says itself what every phase runs. */
const NO_SYSTEM: ExpandedSystem = {
  ...{ name: 'none that fits', tools: [], environment: {} },
  ...{ configure: undefined, make: undefined, install: undefined },
  cross: { args: [], environment: {}, files: [] },
};

/**
 * Decides every condition of a recipe and fills its templates. Pure.
 * @param stackEnvironment variables of the stack, which the recipe's replace
 * @throws BuilderError UNKNOWN_OPTION, or RECIPE_INVALID when no source fits
 */
export function expandRecipe(
  { recipe, path, files, systems }: LoadedRecipe,
  request: Facts,
  stackEnvironment: Readonly<Record<string, string>> = {},
): ExpandedRecipe {
  const facts = { ...request, options: decideOptions(recipe, request.options) };
  const values = placeholderValues(recipe, facts);
  const fill = (text: string) => fillTemplate(text, values);
  const attach = (name: string): RecipeFile => ({ name, content: files.get(name) ?? '' });
  const source = expandSource(recipe, facts);
  if (source === undefined) {
    throw new BuilderError(
      'RECIPE_INVALID',
      `${path}: no entry of 'source' fits ${recipe.name} ${facts.version} on ${facts.stack} (${facts.arch}).`,
      { hint: "Add an entry without 'when' at the end of the list." },
    );
  }
  const { build, artifact = {} } = recipe;
  const known = recipe.versions[facts.version];
  const named = systems.get(choose(build.system, facts) ?? '');
  const system = named === undefined ? NO_SYSTEM : expandSystem(named, facts, fill);
  return {
    name: recipe.name,
    license: recipe.license,
    prefix: recipe.prefix,
    digests: known === undefined ? undefined : digestsFor(known, facts.arch),
    byArch: differsByArch(recipe, facts),
    options: facts.options,
    sourceLabel: values['source-label'],
    source,
    sources: expandFurther(recipe, facts),
    patches: select(recipe.patches, facts).map(attach),
    packages: {
      tools: [...system.tools, ...select(recipe.packages?.tools, facts)],
      build: select(recipe.packages?.build, facts),
      run: select(recipe.packages?.run, facts),
    },
    cross: expandCross(recipe, facts),
    environment: {
      ...mapValues(stackEnvironment, fill),
      ...system.environment,
      ...expandEnvironment(recipe.environment, facts, fill),
    },
    system,
    installTo: choose(build['install-to'], facts) ?? 'destdir',
    directory: fill(build.directory ?? '.'),
    phases: {
      bootstrap: expandPhase(build.bootstrap, facts, fill),
      configure: expandPhase(build.configure, facts, fill),
      make: expandPhase(build.make, facts, fill),
      install: expandPhase(build.install, facts, fill),
      finish: expandPhase(build.finish, facts, fill),
    },
    artifact: {
      name: artifact.name ?? recipe.name,
      isFile: artifact.as === 'file',
      file: artifact.file === undefined ? undefined : fill(artifact.file),
      prune: select(artifact.prune, facts).map(fill),
      strip: artifact.strip ?? true,
      keepSymbols: select(artifact['keep-symbols'], facts).map(fill),
      sources: artifact.sources === undefined ? undefined : fill(artifact.sources),
    },
    lacks: select(recipe.lacks, facts),
    waivers: select(recipe.audit?.skip, facts).map(({ check, reason, files }) => ({
      check,
      reason,
      files: select(files, facts).map(fill),
    })),
    tests: select(recipe.tests, facts).map((test) => ({
      name: test.name,
      toolchain: test.toolchain ?? false,
      packages: select(test.packages, facts),
      contains: select(test.contains, facts).map(fill),
      files: select(test.files, facts).map(attach),
      source: test.source ?? false,
      run: choose(test.run, facts),
      expect: select(test.expect, facts).map(fill),
    })),
  };
}

/**
 * The limits that a recipe says, apart from all that makes its artifact what it is. Pure.
 * @throws BuilderError UNKNOWN_OPTION
 */
export function expandLimits({ recipe }: LoadedRecipe, request: Facts): LimitSettings {
  const facts = { ...request, options: decideOptions(recipe, request.options) };
  return Object.fromEntries(
    LIMIT_NAMES.flatMap((name) => {
      const value = choose(recipe.limits?.[name], facts);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function expandCross(recipe: Recipe, facts: Facts): ExpandedCross | undefined {
  const cross = choose(recipe.cross, facts);
  return cross === undefined ? undefined : { needs: select(cross.needs, facts) };
}

function decideOptions(
  recipe: Recipe,
  asked: Readonly<Record<string, boolean>>,
): Record<string, boolean> {
  const known = recipe.options ?? {};
  for (const name of Object.keys(asked)) {
    if (name in known) continue;
    throw new BuilderError(
      'UNKNOWN_OPTION',
      `The recipe '${recipe.name}' has no option '${name}'.`,
      {
        hint:
          didYouMean(name, Object.keys(known)) +
          `It has: ${Object.keys(known).join(', ') || 'none'}.`,
      },
    );
  }
  return { ...mapValues(known, (option) => option.default), ...asked };
}

function expandPhase(
  phase: RecipePhase | undefined,
  facts: Facts,
  fill: (text: string) => string,
): ExpandedPhase {
  return {
    args: select(phase?.args, facts).map(fill),
    environment: expandEnvironment(phase?.environment, facts, fill),
    before: choose(phase?.before, facts),
    run: choose(phase?.run, facts),
    after: choose(phase?.after, facts),
  };
}

function mapValues<From, To>(
  map: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}
