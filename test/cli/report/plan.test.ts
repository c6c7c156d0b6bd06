import test from 'ava';
import { parse } from 'yaml';
import { z } from 'zod';
import { planText } from '../../../src/cli/report/plan.js';
import { planOf } from '../../plan/fixture.js';
import { SMALLEST } from '../../recipe/fixture.js';

const WAY = { mode: 'native', reason: 'this machine is x64' } as const;

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
  const text = planText({ plan: await planOf(t, recipe), reason: 'the only one', way: WAY }, 'abc');
  t.true(
    text.startsWith(
      'build: zlib 1.3\nkey: abc\nstack: debian12 (the only one)\narch: x64\nmode: native (this machine is x64)\n',
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
  const text = planText({ plan: await planOf(t, recipe), reason: 'r', way: WAY }, 'k');
  const { steps, environment } = planSchema.parse(parse(text));
  t.deepEqual(
    steps.map(({ step }) => step),
    ['configure', 'make', 'install'],
  );
  t.like(steps[0], { environment: { CC: 'clang' }, args: ['--static'] });
  t.false('environment' in (steps[1] ?? {}));
  t.false('CC' in environment);
});
