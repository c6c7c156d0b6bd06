import type { Family, Verb } from './describe/verb.js';

/** A verb's module. */
interface VerbModule {
  verb: Verb | Family;
}

/**
 * The verbs in the order in which help lists them, and behind each its subverbs, the first of which is
 * meant when none is said. Each is loaded when it runs; `npm run schemas` writes what is known of them
 * before that.
 */
export const REGISTRY: Readonly<Record<string, () => Promise<VerbModule>>> = {
  build: () => import('./verbs/build.js'),
  plan: () => import('./verbs/plan.js'),
  fetch: () => import('./verbs/fetch.js'),
  recipes: () => import('./verbs/recipes.js'),
  'recipes list': () => import('./verbs/recipes/list.js'),
  'recipes show': () => import('./verbs/recipes/show.js'),
  'recipes lint': () => import('./verbs/recipes/lint.js'),
  stacks: () => import('./verbs/stacks.js'),
  'stacks list': () => import('./verbs/stacks/list.js'),
  'stacks show': () => import('./verbs/stacks/show.js'),
  'stacks prepare': () => import('./verbs/stacks/prepare.js'),
  artifacts: () => import('./verbs/artifacts.js'),
  'artifacts list': () => import('./verbs/artifacts/list.js'),
  'artifacts show': () => import('./verbs/artifacts/show.js'),
  verify: () => import('./verbs/verify.js'),
  audit: () => import('./verbs/audit.js'),
  test: () => import('./verbs/test.js'),
  rebuild: () => import('./verbs/rebuild.js'),
  relocate: () => import('./verbs/relocate.js'),
  manifest: () => import('./verbs/manifest.js'),
  'manifest update': () => import('./verbs/manifest/update.js'),
  'manifest copy-stack': () => import('./verbs/manifest/copy-stack.js'),
  'manifest remove': () => import('./verbs/manifest/remove.js'),
  'manifest check': () => import('./verbs/manifest/check.js'),
  'manifest list': () => import('./verbs/manifest/list.js'),
  'manifest diff': () => import('./verbs/manifest/diff.js'),
  'manifest new': () => import('./verbs/manifest/new.js'),
  buildpack: () => import('./verbs/buildpack.js'),
  'buildpack package': () => import('./verbs/buildpack/package.js'),
  'buildpack list': () => import('./verbs/buildpack/list.js'),
  'buildpack summary': () => import('./verbs/buildpack/summary.js'),
  'buildpack overlay': () => import('./verbs/buildpack/overlay.js'),
  'buildpack stage': () => import('./verbs/buildpack/stage.js'),
  shell: () => import('./verbs/shell.js'),
  doctor: () => import('./verbs/doctor.js'),
  cache: () => import('./verbs/cache.js'),
  'cache show': () => import('./verbs/cache/show.js'),
  'cache prune': () => import('./verbs/cache/prune.js'),
  completion: () => import('./verbs/completion.js'),
  help: () => import('./verbs/help.js'),
};

/**
 * Loads a verb or subverb that does something.
 * @throws Error for a name that is none
 */
export async function loadVerb(name: string): Promise<Verb> {
  const verb = (await REGISTRY[name]?.())?.verb;
  if (verb !== undefined && 'run' in verb) return verb;
  throw new Error(`'${name}' is no verb that can run`);
}
