import test from 'ava';
import { planSchema, relocatedPlan, type Plan } from '../../src/plan/index.js';
import { planOf } from './fixture.js';
import { planned } from './own-plans.js';

/** Names that lead elsewhere, that no file can have, or that do something to a terminal. */
const BAD_NAMES = [
  '../../x',
  '/x',
  'a/../../x',
  '.',
  '..',
  '',
  'x\0y',
  'x\ny',
  'a\\b',
  'a//b',
  'x'.repeat(300),
];

type Data = Record<string, unknown>;

/** A plan as JSON in which one field is another; the way to it is as errors tell it. */
function spoiled(plan: Plan, path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(plan) as unknown as Data;
  const last = path.at(-1) ?? '';
  let at: Data = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Data;
  at[last] = value;
  return copy;
}

/** The fields that a schema finds a fault with. */
function faulty(data: unknown): string[] {
  const { error } = planSchema.safeParse(data);
  return (error?.issues ?? []).map(({ path }) => path.join('.'));
}

/** A plan that has everything that there can be in one. */
async function wholePlan(t: Parameters<typeof planOf>[0]): Promise<Plan> {
  const plan = await planOf(t);
  const file = () => ({ name: 'a/file', content: 'x' });
  const whole: Plan = {
    ...plan,
    patches: [file()],
    packages: { build: ['libssl-dev'], run: ['libssl3'] },
    artifact: { ...plan.artifact, sources: 'sources.yml' },
    tests: [
      {
        name: 'works',
        toolchain: false,
        packages: ['strace'],
        contains: [],
        files: [file()],
        expect: [],
      },
    ],
    waivers: [{ check: 'setuid', reason: 'for a good reason', files: ['bin/*'] }],
    cross: {
      machine: 'x64',
      packages: ['gcc'],
      tools: [{ name: 'gcc', content: '' }],
      needs: [{ name: 'python', plan: structuredClone(plan) }],
    },
  };
  t.deepEqual(faulty(whole), []);
  return whole;
}

for (const path of [
  ['name'],
  ['version'],
  ['stack', 'name'],
  ['patches', 0, 'name'],
  ['tests', 0, 'files', 0, 'name'],
  ['tests', 0, 'packages', 0],
  ['packages', 'build', 0],
  ['packages', 'run', 0],
  ['stack', 'toolchain', 0],
  ['artifact', 'file'],
  ['artifact', 'name'],
  ['artifact', 'sources'],
  ['cross', 'tools', 0, 'name'],
  ['cross', 'needs', 0, 'name'],
  ['cross', 'needs', 0, 'plan', 'name'],
  ['cross', 'needs', 0, 'plan', 'artifact', 'file'],
  ['cross', 'packages', 0],
  ['waivers', 0, 'check'],
] as const) {
  test(`a plan whose ${path.join('.')} leads elsewhere, or is no name, is refused by that field`, async (t) => {
    const plan = await wholePlan(t);
    for (const bad of BAD_NAMES) {
      const found = faulty(spoiled(plan, path, bad));
      t.true(
        found.length > 0 && found.every((field) => field === path.join('.')),
        JSON.stringify(bad),
      );
    }
  });
}

test('a name that stands alone is no path, and a prefix is a plain absolute one that is not the kernel’s or ours', async (t) => {
  const plan = await wholePlan(t);
  t.deepEqual(faulty(spoiled(plan, ['cross', 'tools', 0, 'name'], 'a/b')), ['cross.tools.0.name']);
  for (const prefix of [
    'x',
    '/a/../b',
    '/a/./b',
    '/a b',
    '/',
    '/a/',
    '/proc/self/root/x',
    '/dev/shm/x',
    '/sys',
    '/binary-builder/x',
    `/${'x'.repeat(300)}`,
  ]) {
    t.deepEqual(faulty(spoiled(plan, ['prefix'], prefix)), ['prefix'], prefix);
  }
});

test('the tree is staged below the staging folder, and steps work in the box or, finishing, at the prefix', async (t) => {
  const plan = await wholePlan(t);
  for (const tree of [
    '/etc',
    '/binary-builder',
    '/binary-builder/staging/../../etc',
    '/binary-builder/stagingx',
    'x',
  ]) {
    t.deepEqual(faulty(spoiled(plan, ['tree'], tree)), ['tree'], tree);
  }
  for (const directory of [
    '/etc',
    '/binary-builderx',
    '/binary-builder/../etc',
    'source',
    plan.prefix,
  ]) {
    t.deepEqual(
      faulty(spoiled(plan, ['steps', 0, 'directory'], directory)),
      ['steps.0.directory'],
      directory,
    );
  }
  const finishing = spoiled(plan, ['steps', 0, 'phase'], 'finish') as Plan;
  t.deepEqual(faulty(spoiled(finishing, ['steps', 0, 'directory'], plan.prefix)), []);
  t.deepEqual(faulty(spoiled(finishing, ['steps', 0, 'directory'], '/etc')), ['steps.0.directory']);
  for (const from of ['etc', '/a/../b']) {
    t.deepEqual(faulty(spoiled(plan, ['relocate', 'mappings', 0, 'from'], from)), [
      'relocate.mappings.0.from',
    ]);
  }
});

test('what becomes an argument or a variable of a program is no option, no other protocol and no other name', async (t) => {
  const plan = await wholePlan(t);
  const git = {
    kind: 'git',
    repository: 'https://example.org/x.git',
    tag: 'v1',
    commit: 'a'.repeat(40),
  };
  const withGit = spoiled(plan, ['source'], git) as Plan;
  t.deepEqual(faulty(withGit), []);
  for (const repository of [
    '--upload-pack=x',
    'ext::sh -c x',
    'fd::3',
    '/srv/x',
    '../x',
    'https://-x/y',
    'ssh://-oProxyCommand=x/y',
    'ssh://u@-x/y',
    'u@h:-x',
    'https://a b',
  ]) {
    t.deepEqual(
      faulty(spoiled(withGit, ['source', 'repository'], repository)),
      ['source.repository'],
      repository,
    );
  }
  for (const repository of [
    'ssh://git@example.org/x.git',
    'git@example.org:x/y.git',
    'file:///srv/x.git',
    'git://example.org/x',
  ]) {
    t.deepEqual(faulty(spoiled(withGit, ['source', 'repository'], repository)), [], repository);
  }
  for (const tag of ['--exec', '', 'a..b', 'a b', 'v1:x', 'x'.repeat(300)]) {
    t.deepEqual(faulty(spoiled(withGit, ['source', 'tag'], tag)), ['source.tag'], tag);
  }
  t.deepEqual(faulty(spoiled(withGit, ['source', 'commit'], 'HEAD')), ['source.commit']);
  for (const sha256 of ['../../x', '', 'a'.repeat(63)]) {
    t.deepEqual(faulty(spoiled(plan, ['source', 'digests', 'sha256'], sha256)), [
      'source.digests.sha256',
    ]);
  }
  for (const [key, value] of [
    ['package', '-x'],
    ['suite', '../x'],
    ['version', '1 2'],
  ] as const) {
    const debian = {
      kind: 'debian',
      package: 'libffi',
      suite: 'bookworm',
      version: '1',
      [key]: value,
    };
    t.deepEqual(faulty(spoiled(plan, ['source', 'origins', 0], debian)), [
      `source.origins.0.${key}`,
    ]);
  }
  for (const name of ['A=B', '-e', '', 'A B', 'x'.repeat(300)]) {
    t.deepEqual(faulty(spoiled(plan, ['steps', 0, 'environment'], { [name]: '' })), [
      `steps.0.environment.${name}`,
    ]);
  }
  for (const image of ['--privileged', '-v', 'a b', '../x']) {
    t.true(
      faulty(spoiled(plan, ['stack', 'root'], { image }))[0]?.startsWith('stack.root.image'),
      image,
    );
  }
  for (const path of ['../../etc/shadow', '/etc/shadow', 'a\0b']) {
    const archive = { path, sha256: 'a'.repeat(64) };
    t.true(
      faulty(spoiled(plan, ['stack', 'root'], { archive }))[0]?.startsWith('stack.root.archive'),
      path,
    );
  }
});

test('patterns that stand for too much, and such as no matcher takes, are refused', async (t) => {
  const plan = await wholePlan(t);
  for (const glob of [
    '{a,aa}'.repeat(30),
    '?(a|aa)'.repeat(30),
    'x'.repeat(5000),
    '../*',
    '/etc/*',
    '',
  ]) {
    t.deepEqual(faulty(spoiled(plan, ['relocate', 'prune'], [glob])), ['relocate.prune.0'], glob);
    t.deepEqual(
      faulty(spoiled(plan, ['waivers', 0, 'files'], [glob])),
      ['waivers.0.files.0'],
      glob,
    );
  }
  t.deepEqual(
    faulty(spoiled(plan, ['relocate', 'prune'], ['**/lib*.so.*', 'share/{doc,man}/**'])),
    [],
  );
});

test('every plan that is made of our recipes is read back as it was, and so are those that move it', async (t) => {
  const plans = await planned();
  t.true(plans.length > 20, String(plans.length));
  for (const plan of plans) {
    t.deepEqual(planSchema.parse(JSON.parse(JSON.stringify(plan))), plan);
    const origin = {
      file: plan.artifact.file,
      sha256: 'a'.repeat(64),
      build_key: 'b'.repeat(64),
      allow: ['**'],
    };
    const moved = relocatedPlan(plan, '/home/vcap/deps/0/x', origin);
    t.deepEqual(planSchema.parse(JSON.parse(JSON.stringify(moved))), moved);
    const again = relocatedPlan(moved, '/home/vcap/deps/1', {
      ...origin,
      file: moved.artifact.file,
    });
    t.deepEqual(planSchema.parse(JSON.parse(JSON.stringify(again))), again);
  }
  t.true(plans.some(({ cross }) => (cross?.needs.length ?? 0) > 0));
});

test('a template that becomes no name for a version is told when the plan is made', async (t) => {
  const { SMALLEST } = await import('../recipe/fixture.js');
  const recipe = `${SMALLEST}artifact: { file: 'x-{prefix}.tgz' }\n`;
  const error = await t.throwsAsync(planOf(t, recipe), { code: 'RECIPE_INVALID' });
  t.true(error.message.endsWith('zlib.yml: no plan can be made for zlib 1.3.'));
  t.like(error, { excerpt: ['artifact.file: must be letters, digits and ._+~- only'] });
});

test('a prefix whose name no file can have is refused before anything is moved', async (t) => {
  const plan = await planOf(t);
  const origin = { file: plan.artifact.file, sha256: 'a'.repeat(64), build_key: 'b', allow: [] };
  const long = `/${'x'.repeat(240)}`;
  t.throws(() => relocatedPlan(plan, long, origin), {
    code: 'USAGE',
    message: /can't be the name of an artifact/,
  });
  t.throws(() => relocatedPlan(plan, '/proc/1', origin), { code: 'USAGE' });
  t.throws(() => relocatedPlan(plan, '/a', { ...origin, allow: ['?(a|aa)'.repeat(30)] }), {
    code: 'USAGE',
  });
});
