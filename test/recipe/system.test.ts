import { readFile } from 'node:fs/promises';
import test from 'ava';
import { hostPath } from '../../src/path.js';
import { loadRecipe, loadSystem, systemJsonSchema } from '../../src/recipe/index.js';
import { stackSchema } from '../../src/stack/index.js';
import { planOf, STACK } from '../plan/fixture.js';
import { recipesFolder, SMALLEST } from './fixture.js';

const OWN = `name: own
description: A build system of somebody's own.
tools: [ninja-build]
environment: { OWN: '{name} {version}' }
make: ninja -j"$JOBS"
install: ninja install "$@"
`;
const USING = SMALLEST.replace('autotools', 'own');

test('recipes/systems/schema.json is what the schema gives; else: npm run schemas', async (t) => {
  const file = hostPath(import.meta.dirname, '../../recipes/systems/schema.json');
  t.deepEqual(JSON.parse(await readFile(file, 'utf8')), systemJsonSchema());
});

test('a build system is read by its name from the first folder that has it', async (t) => {
  const theirs = await recipesFolder(t, {});
  const own = await recipesFolder(t, {
    'zlib.yml': SMALLEST,
    'systems/autotools.yml': OWN.replaceAll('own', 'autotools'),
  });
  t.is((await loadRecipe('zlib', [own, theirs])).systems.get('autotools')?.make?.length, 1);
  t.deepEqual((await loadSystem('autotools', [own, theirs])).tools, [{ use: ['ninja-build'] }]);
  t.deepEqual((await loadSystem('autotools', [theirs, own])).tools, []);
});

test('it brings its scripts, tools and variables, which those of the recipe replace', async (t) => {
  const files = { 'systems/own.yml': OWN };
  const plan = await planOf(t, USING, {}, STACK, files);
  t.deepEqual(
    plan.steps.map(({ label, script }) => [label, script]),
    [
      ['make', 'ninja -j"$JOBS"'],
      ['install', 'ninja install "$@"'],
    ],
  );
  t.deepEqual(plan.packages.build, ['ninja-build']);
  t.is(plan.steps[0]?.environment.OWN, 'zlib 1.3');
  const replaced = `${USING}environment: { OWN: mine }\npackages: { tools: [ninja-build, bison] }\n`;
  const other = await planOf(t, replaced, {}, STACK, files);
  t.is(other.steps[0]?.environment.OWN, 'mine');
  t.deepEqual(other.packages.build, ['bison', 'ninja-build']);
});

for (const [what, text, message] of [
  ['without its tools', OWN.replace(/tools: .*\n/, ''), /systems\/own\.yml:1:1: tools: /],
  ['with an unknown key', `${OWN}build: x\n`, /systems\/own\.yml:7:1: unknown key 'build'/],
  [
    'with an unknown placeholder',
    OWN.replace('{name}', '{nam}'),
    /own\.yml:4:21: environment\.OWN: unknown placeholder \{nam\}: did you mean \{name\}\?/,
  ],
  [
    'with a placeholder of cross builds elsewhere',
    OWN.replace('{name}', '{sysroot}'),
    /unknown placeholder \{sysroot\}/,
  ],
  [
    'with a file that would lead out of its folder',
    `${OWN}cross: { files: { ../x: '' } }\n`,
    /expected a name, not a path/,
  ],
  ['of another name', OWN.replace('own', 'other'), /own\.yml: the name in it is 'other'\./],
] as const) {
  test(`a build system ${what} is refused`, async (t) => {
    const folder = await recipesFolder(t, { 'zlib.yml': USING, 'systems/own.yml': text });
    await t.throwsAsync(loadRecipe('zlib', [folder]), { code: 'RECIPE_INVALID', message });
  });
}

const CROSSING = stackSchema.parse({ ...STACK, cross: { s390x: ['gcc-s390x-linux-gnu'] } });
const CROSS = { arch: 's390x', cross: { machine: 'x64', needs: new Map() } } as const;

test('it says by itself how it learns of the compilers of another architecture', async (t) => {
  const meson = `${SMALLEST.replace('autotools', 'meson')}cross: {}\n`;
  const plan = await planOf(t, meson, CROSS, CROSSING);
  const [configure] = plan.steps;
  t.deepEqual(configure?.args, ['--cross-file=/binary-builder/tools/cross.meson']);
  const file = plan.cross?.tools.find(({ name }) => name === 'cross.meson')?.content ?? '';
  t.regex(file, /^c = 's390x-linux-gnu-gcc'$/m);
  t.regex(file, /cpu_family = 's390x'\ncpu = 's390x'\nendian = 'big'\n$/);
  t.deepEqual(plan.cross?.packages, ['gcc-s390x-linux-gnu', 'meson', 'ninja-build', 'pkgconf']);

  const go = `${SMALLEST.replace('autotools', 'go')}cross: {}\n`;
  t.like((await planOf(t, go, CROSS, CROSSING)).steps[0]?.environment, {
    GOARCH: 's390x',
    CGO_ENABLED: '0',
  });
  t.is((await planOf(t, go, {}, CROSSING)).steps[0]?.environment.GOARCH, undefined);
});

test('one that does not say it is not cross compiled with', async (t) => {
  const files = { 'systems/own.yml': OWN };
  await t.throwsAsync(planOf(t, `${USING}cross: {}\n`, CROSS, CROSSING, files), {
    code: 'BUILD_MODE_IMPOSSIBLE',
    message: "s390x can't be cross compiled: build system own doesn't say how it cross compiles.",
  });
});

test('a plan in which nothing is installed is told before anything is made', async (t) => {
  const text = SMALLEST.replace('autotools', 'custom');
  const error = await t.throwsAsync(planOf(t, text), { code: 'RECIPE_INVALID' });
  t.regex(
    error.message,
    /zlib\.yml:11:11: nothing is installed: the build system 'custom' doesn't do it, and the recipe has no install\.$/,
  );
  t.is((await planOf(t, `${text}  install: { run: 'true' }\n`)).steps.length, 1);
});
