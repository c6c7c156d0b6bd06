import test from 'ava';
import { GUEST } from '../../src/path.js';
import { buildKey, chooseWay, planSchema, type Plan } from '../../src/plan/index.js';
import { loadRecipe } from '../../src/recipe/index.js';
import { stackSchema } from '../../src/stack/index.js';
import { recipesFolder, SMALLEST } from '../recipe/fixture.js';
import { planOf, STACK } from './fixture.js';

const RECIPE = `${SMALLEST}cross: {}
packages:
  tools: [bison]
  build: [libssl-dev]
`;
const CROSSING = stackSchema.parse({ ...STACK, cross: { s390x: ['gcc-s390x-linux-gnu'] } });
const REQUEST = { arch: 's390x', cross: { machine: 'x64', needs: new Map() } } as const;

const stepOf = ({ steps }: Plan, label: string) => steps.find((step) => step.label === label);

test('a cross compiled plan has tools and compiler in the root of the machine, libraries in that of the target', async (t) => {
  const plan = await planOf(t, RECIPE, REQUEST, CROSSING);
  t.is(plan.arch, 's390x');
  t.deepEqual(plan.packages.build, ['libssl-dev']);
  t.is(plan.cross?.machine, 'x64');
  t.deepEqual(plan.cross?.packages, ['bison', 'gcc-s390x-linux-gnu']);
  const native = await planOf(t, RECIPE, {}, CROSSING);
  t.deepEqual(native.packages.build, ['bison', 'libssl-dev']);
  t.is(native.cross, undefined);
});

test('its steps know the compiler by every name, the sysroot, and no library of the machine', async (t) => {
  const plan = await planOf(t, RECIPE, REQUEST, CROSSING);
  const configure = stepOf(plan, 'configure');
  t.deepEqual(configure?.args, ['--build=x86_64-linux-gnu', '--host=s390x-linux-gnu']);
  t.like(configure?.environment, {
    CC: 's390x-linux-gnu-gcc',
    STRIP: 's390x-linux-gnu-strip',
    SYSROOT: '/binary-builder/sysroot',
    BB_TRIPLET: 's390x-linux-gnu',
    BB_BUILD_TRIPLET: 'x86_64-linux-gnu',
    PKG_CONFIG_SYSROOT_DIR: '/binary-builder/sysroot',
  });
  t.true(configure?.environment.PATH?.startsWith('/binary-builder/tools:'));
  t.regex(
    configure?.environment.PKG_CONFIG_LIBDIR ?? '',
    /^(:?\/binary-builder\/sysroot\/[^:]+)+$/,
  );
  t.true(plan.leaks.includes(GUEST.sysroot));
  const native = stepOf(await planOf(t, RECIPE, {}, CROSSING), 'configure');
  t.deepEqual(native?.args, []);
  t.is(native?.environment.SYSROOT, '');
  t.is(native?.environment.CC, undefined);
});

test('cmake learns of the compiler from a file, and finish runs where the target is', async (t) => {
  const recipe = RECIPE.replace('system: autotools', "system: cmake\n  finish: { run: 'true' }");
  const plan = await planOf(t, recipe, REQUEST, CROSSING);
  t.deepEqual(stepOf(plan, 'configure')?.args, [
    '-DCMAKE_TOOLCHAIN_FILE=/binary-builder/tools/toolchain.cmake',
  ]);
  t.true(plan.cross?.tools.some(({ name }) => name === 'toolchain.cmake'));
  const { environment } = stepOf(plan, 'finish') ?? {};
  t.is(environment?.CC, undefined);
  t.is(environment?.SYSROOT, '');
});

test('conditions know whether it is cross compiled', async (t) => {
  const recipe = RECIPE.replace(
    'system: autotools',
    'system: autotools\n  configure: { args: [{ when: { cross: true }, use: --cache-file=answers }] }',
  );
  t.deepEqual(stepOf(await planOf(t, recipe, {}, CROSSING), 'configure')?.args, []);
  const args = stepOf(await planOf(t, recipe, REQUEST, CROSSING), 'configure')?.args;
  t.is(args?.at(-1), '--cache-file=answers');
});

test('what is needed is a plan of its own, and counts in the build key by its own key', async (t) => {
  const needing = RECIPE.replace('cross: {}', 'cross: { needs: [zlib] }');
  const planWith = async (need: Plan) =>
    planOf(
      t,
      needing,
      { ...REQUEST, cross: { machine: 'x64', needs: new Map([['zlib', need]]) } },
      CROSSING,
    );
  const need = await planOf(t, SMALLEST);
  const plan = await planWith(need);
  t.deepEqual(planSchema.parse(JSON.parse(JSON.stringify(plan))), plan);
  t.is(plan.cross?.needs[0]?.name, 'zlib');
  const other = await planWith({ ...need, license: 'MIT' });
  t.not(buildKey(other), buildKey(plan));
});

async function wayOf(
  t: Parameters<typeof planOf>[0],
  options: Partial<Parameters<typeof chooseWay>[2]> = {},
  { text = RECIPE, stack = CROSSING } = {},
) {
  const loaded = await loadRecipe('zlib', [await recipesFolder(t, { 'zlib.yml': text })]);
  const request = { version: '1.3', arch: 's390x', options: {} } as const;
  return () =>
    chooseWay(loaded, stack, { request, machine: 'x64', explicit: undefined, ...options });
}

test('the way is native on the same architecture, else cross where it can be, else emulated, and says why', async (t) => {
  t.deepEqual((await wayOf(t, { machine: 's390x' }))(), {
    mode: 'native',
    reason: 'this machine is s390x',
  });
  t.deepEqual((await wayOf(t))(), {
    mode: 'cross',
    reason: 'recipe zlib can be cross compiled, and stack debian12 has gcc-s390x-linux-gnu',
    machine: 'x64',
    needs: [],
  });
  t.deepEqual((await wayOf(t, {}, { text: SMALLEST }))(), {
    mode: 'emulated',
    reason: "cross compiling is faster, but recipe zlib has no 'cross' for this version",
  });
  t.deepEqual((await wayOf(t, {}, { stack: STACK }))(), {
    mode: 'emulated',
    reason: 'cross compiling is faster, but stack debian12 names no cross compiler for s390x',
  });
  t.like((await wayOf(t, { explicit: 'emulated' }))(), { mode: 'emulated' });
});

test('a mode that can not be had is refused with the reason and the others', async (t) => {
  t.throws(await wayOf(t, { explicit: 'native' }), {
    code: 'BUILD_MODE_IMPOSSIBLE',
    message: "s390x can't be built with --build-mode native: this machine is x64.",
  });
  t.throws(await wayOf(t, { explicit: 'emulated', machine: 's390x' }), {
    code: 'BUILD_MODE_IMPOSSIBLE',
    message: "s390x can't be built with --build-mode emulated: this machine is s390x itself.",
  });
  const error = t.throws(await wayOf(t, { explicit: 'cross' }, { text: SMALLEST }), {
    code: 'BUILD_MODE_IMPOSSIBLE',
  });
  t.regex(error.message, /recipe zlib has no 'cross' for this version\.$/);
});
