import { readFile, writeFile } from 'node:fs/promises';
import test from 'ava';
import { z } from 'zod';
import { inHost } from '../../../src/path.js';
import { runCli } from '../cli.js';
import { filesBelow, workspace } from './fixture.js';

const planSchema = z.looseObject({
  artifact: z.looseObject({}),
  stack: z.looseObject({}),
  tests: z.tuple([z.looseObject({})]),
});

test('a plan beside an artifact that names files elsewhere is refused by verify, test and rebuild, which write nothing there', async (t) => {
  const here = await workspace(t);
  const built = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  t.is(built.exitCode, 0, built.stderr);
  const file = inHost(here.cwd, 'checksums/debian12/tiny-1.0-linux-x64.plan.json');
  const plan = planSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const [works] = plan.tests;
  // From the folder of all builds to the test's own; a test's files lie five folders deeper.
  const out = '../../escaped';
  const deeper = `../../../../../${out}`;
  const hostile: [string, object][] = [
    ['name', { name: out }],
    ['stack.name', { stack: { ...plan.stack, name: `x/../${out}` } }],
    ['artifact.file', { artifact: { ...plan.artifact, file: `../${out}.tgz` } }],
    ['artifact.sources', { artifact: { ...plan.artifact, sources: out } }],
    ['patches[0].name', { patches: [{ name: `../../../${out}`, content: 'x' }] }],
    ['tests[0].files[0].name', { tests: [{ ...works, files: [{ name: deeper, content: 'x' }] }] }],
  ];
  hostile.push(['tree', { tree: '/binary-builder/../../../escaped' }]);
  const before = await filesBelow(here.folder);
  for (const [index, [field, change]] of hostile.entries()) {
    await writeFile(file, JSON.stringify({ ...plan, ...change }));
    const verb = ['verify', 'test', 'rebuild'][index % 3] ?? '';
    const run = await runCli([verb, 'tiny', '--json'], here);
    t.is(run.exitCode, 2, `${field}: ${run.stdout}`);
    const error = run.events().at(-1)?.error;
    t.is(error?.code, 'RECORD_INVALID', field);
    t.is(error?.message, `${file} is not a plan.`);
    t.true(
      error?.excerpt.some((line) => line.endsWith(`→ at ${field}`)),
      error?.excerpt.join('\n'),
    );
    t.deepEqual(await filesBelow(here.folder), before, field);
  }
});
