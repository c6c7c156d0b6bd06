import test from 'ava';
import { parse } from 'yaml';
import { z } from 'zod';
import { limitsData } from '../../../src/cli/answer/limits.js';
import { planText } from '../../../src/cli/answer/plan.js';
import { decideLimits } from '../../../src/sandbox/index.js';
import { planOf } from '../../plan/fixture.js';
import { SMALLEST } from '../../recipe/fixture.js';

const WAY = { mode: 'native', reason: 'this machine is x64' } as const;

const LIMITS = decideLimits(
  { recipe: { time: 28_800, 'file-size': 'none' }, commandLine: {} },
  { emulated: false, memory: undefined },
);

const planSchema = z.object({
  steps: z.array(z.looseObject({ step: z.string() })),
  environment: z.record(z.string(), z.string()),
});

test('a plan is readable YAML with everything in the order in which it happens', async (t) => {
  const recipe = SMALLEST.replace(
    'system: autotools',
    `system: autotools
  configure: { args: [--static], environment: { CC: clang } }
tests:
  - { name: it runs, run: 'true' }`,
  );
  const text = planText(
    { plan: await planOf(t, recipe), reason: 'the only one', way: WAY },
    'abc',
    LIMITS,
  );
  t.true(
    text.startsWith(
      'build: zlib 1.3\nkey: abc\nstack: debian12 (the only one)\narch: x64\nmode: native (this machine is x64)\n' +
        'limits:\n  time: 8h (recipe)\n  processes: 4096 (default)\n  file-size: none (recipe)\n  free-disk: 2G (default)\n' +
        "  memory: 90% of the machine's, where it can be enforced (default)\n",
    ),
  );
  t.like(parse(text), {
    prefix: '/app/.heroku/vendor',
    source: {
      from: ['https://zlib.net/zlib-1.3.tar.gz'],
      md5: '0da1a5ed7786ac12dcbaf0d499d8a049',
    },
    packages: { toolchain: ['gcc', 'make'], build: [], run: [] },
    environment: { TZ: 'UTC', PREFIX: '/app/.heroku/vendor' },
    artifact: 'zlib-1.3-linux-x64.tgz',
    tests: ['it runs'],
  });
});

test('what steps have alike stands once, what is their own with them', async (t) => {
  const recipe = SMALLEST.replace(
    'system: autotools',
    'system: autotools\n  configure: { args: [--static], environment: { CC: clang } }',
  );
  const text = planText({ plan: await planOf(t, recipe), reason: 'r', way: WAY }, 'k', LIMITS);
  const { steps, environment } = planSchema.parse(parse(text));
  t.deepEqual(
    steps.map(({ step }) => step),
    ['configure', 'make', 'install'],
  );
  t.like(steps[0], { environment: { CC: 'clang' }, args: ['--static'] });
  t.false('environment' in (steps[1] ?? {}));
  t.false('CC' in environment);
});

test('limits are numbers for programs, and null for none', (t) => {
  t.deepEqual(limitsData(LIMITS), {
    time: { value: 28_800, from: 'recipe' },
    processes: { value: 4096, from: 'default' },
    'file-size': { value: null, from: 'recipe' },
    'free-disk': { value: 2_147_483_648, from: 'default' },
    memory: { value: '90%', from: 'default' },
  });
});
