import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import test from 'ava';
import { z } from 'zod';
import { inHost } from '../../../src/path.js';
import { buildKey, planSchema } from '../../../src/plan/index.js';
import { runCli } from '../../e2e/cli.js';
import { FILE, filesBelow, workspace, writeRecipe } from '../../e2e/command-line/fixture.js';

const PLAN = 'checksums/debian12/tiny-1.0-linux-x64.plan.json';
const RECORD = 'checksums/debian12/tiny-1.0-linux-x64.yml';
const looseSchema = z.record(z.string(), z.unknown());

test('names in a plan beside an artifact lead out of no folder', async (t) => {
  const here = await workspace(t);
  const built = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  t.is(built.exitCode, 0, built.stderr);
  const [plan, record] = [inHost(here.cwd, PLAN), inHost(here.cwd, RECORD)];
  const original = await readFile(plan, 'utf8');
  const recorded = await readFile(record, 'utf8');
  const key = buildKey(planSchema.parse(JSON.parse(original)));
  t.true(recorded.includes(key));
  // As far up as leads out of the build, and not out of the folder of this test: names of files are below
  // `cache/work/BUILD/box/files` or a folder deeper, those of builds in `cache/work` and `artifacts/STACK`.
  const file = { name: '../../../../../escaped', content: 'escaped\n' };
  const out = '../../escaped';
  const [test0] = z.array(looseSchema).parse(looseSchema.parse(JSON.parse(original)).tests);
  for (const change of [
    { tests: [{ ...test0, files: [file] }] },
    { tests: [{ ...test0, files: [{ ...file, name: inHost(here.folder, 'escaped') }] }] },
    { patches: [file] },
    { name: out },
    { version: out },
  ]) {
    const forged = { ...looseSchema.parse(JSON.parse(original)), ...change };
    const text = `${JSON.stringify(forged, null, 2)}\n`;
    await writeFile(plan, text);
    // The forger gives it the key that it would have.
    const parsed = planSchema.safeParse(forged);
    const own = parsed.success ? buildKey(parsed.data) : key;
    await writeFile(record, recorded.replaceAll(key, own));
    for (const verb of ['verify', 'test', 'rebuild']) {
      const run = await runCli([verb, FILE, '--runner=bubblewrap'], here);
      t.not(run.exitCode, 0, `${verb} ${JSON.stringify(change)}`);
      t.notRegex(run.stderr, /^error BUG/m);
    }
    const escaped = (await filesBelow(here.folder)).filter(
      (path) => path.includes('escaped') && !path.startsWith('here/checksums'),
    );
    t.deepEqual(escaped, []);
  }
});

test('a patch that is a link gets nothing of the machine into a plan', async (t) => {
  const here = await workspace(t);
  const folder = inHost(here.folder, 'machine');
  const secret = inHost(folder, 'secret');
  await mkdir(folder);
  await writeFile(secret, 'secret of the machine\n');
  await mkdir(inHost(here.cwd, 'recipes/tiny'));
  await symlink(secret, inHost(here.cwd, 'recipes/tiny/p.patch'));
  await symlink(folder, inHost(here.cwd, 'recipes/tiny/folder'));
  await writeRecipe(here, {});
  const recipe = inHost(here.cwd, 'recipes/tiny.yml');
  const text = await readFile(recipe, 'utf8');
  for (const name of ['p.patch', 'folder/secret', '../../../machine/secret', secret]) {
    await writeFile(recipe, `${text}patches: [${JSON.stringify(name)}]\n`);
    const run = await runCli(['plan', 'tiny@1.0', '--stack=debian12', '--json'], here);
    t.notRegex(run.stdout, /secret of the machine/, name);
    t.is(run.exitCode, 2, run.stderr);
    t.regex(run.stderr, /^error RECIPE_INVALID/m);
  }
});
