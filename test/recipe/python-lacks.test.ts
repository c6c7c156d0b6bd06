import test from 'ava';
import { ARCH_NAMES } from '../../src/architecture.js';
import { makePlan } from '../../src/plan/index.js';
import { loadRecipe } from '../../src/recipe/index.js';
import { loadStacks } from '../../src/stack/index.js';
import { hostPath } from '../../src/path.js';

/** What the script of a test leaves out: the modules behind `modules.py`. */
function leftOut(script: string): string[] {
  const [, modules = ''] = /modules\.py((?: \w+)*)/.exec(script) ?? [];
  return modules.split(' ').filter((name) => name !== '');
}

test('a module that the recipe’s test leaves out is one that the record says is lacking', async (t) => {
  const recipe = await loadRecipe('python', [hostPath('recipes')]);
  const stacks = await loadStacks([hostPath('stacks')]);
  const nothing = { digests: {}, url: undefined, commit: undefined, options: {} };
  let found = 0;
  for (const version of Object.keys(recipe.recipe.versions)) {
    for (const stack of stacks) {
      const arch = ARCH_NAMES.find((name) => stack.architectures.includes(name)) ?? 'x64';
      const plan = makePlan(recipe, stack, { name: 'python', version, arch, ...nothing });
      const lacking = (plan.lacks ?? []).flatMap(({ what }) => what.split(/\W+/));
      const left = plan.tests.flatMap(({ run = '' }) => leftOut(run));
      found += left.length;
      t.deepEqual(
        left.filter((name) => !lacking.includes(name)),
        [],
        `${version} on ${stack.name}`,
      );
    }
  }
  t.true(found > 0);
  const old = { name: 'python', version: '3.5.2', arch: 'x64', ...nothing } as const;
  const debian = stacks.find(({ name }) => name === 'debian12');
  if (debian === undefined) throw new Error('there is no debian12');
  t.like(makePlan(recipe, debian, old).lacks?.[0], {
    what: 'the modules ssl, _ssl and _hashlib, and with them https',
  });
});
