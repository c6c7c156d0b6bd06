import test from 'ava';
import { z } from 'zod';
import { inHost } from '../../../src/path.js';
import { runCli } from '../cli.js';
import { failsWith, namesIn, workspace, writeRecipe } from './fixture.js';

const BUILD = ['build', 'tiny@1.0', '--stack=debian12'];

const planSchema = z.object({ key: z.string(), limits: z.record(z.string(), z.unknown()) });

test('a step that is stopped is ended when its time is over, and told as that', async (t) => {
  const stopped = { make: { run: 'echo stopping; kill -STOP $$' } };
  const here = await workspace(t, { build: stopped, limits: { time: '2s' } });
  const run = await runCli(BUILD, here);
  const said = failsWith(t, run, { exitCode: 4, code: 'STEP_FAILED' });
  t.true(
    said.includes(
      'tiny 1.0: make exceeded the limit time=2s: it was not done by then, and was ended.',
    ),
    said,
  );
  t.regex(said, /│ stopping\n/);
  t.regex(said, /→ To raise the limit: --limit time=4s, or `limits: \{ time: 4s \}` in the recipe/);
  t.regex(said, /→ The whole log is .*01-make\.log/);
});

test('the command line counts before the recipe', async (t) => {
  const here = await workspace(t, {
    build: { make: { run: 'for i in 1 2 3 4 5; do sleep 30 & done' } },
    limits: { processes: 1 },
  });
  const held = failsWith(t, await runCli(BUILD, here), { exitCode: 4, code: 'STEP_FAILED' });
  t.true(held.includes('make exceeded the limit processes=1:'), held);
  const run = await runCli([...BUILD, '--limit', 'processes=none'], here);
  t.is(run.exitCode, 0, run.stderr);
});

test('a build for which the disk has too little room is not begun', async (t) => {
  const here = await workspace(t);
  const run = await runCli([...BUILD, '--limit=free-disk=1000000G'], here);
  const said = failsWith(t, run, { exitCode: 4, code: 'DISK_FULL' });
  t.regex(said, /was stopped by the limit free-disk=1000000G: only .* are free on the disk of \//);
  t.deepEqual(await namesIn(inHost(here.cwd, 'artifacts')), []);
});

test('a shell is held to the limits of the recipe, and to what the command line says', async (t) => {
  const here = await workspace(t, {
    build: { make: { run: 'exit 1' } },
    limits: { 'file-size': '64M', processes: 77 },
  });
  t.is((await runCli(BUILD, here)).exitCode, 4);
  const { stdout } = await runCli(['shell'], here);
  const input = 'ulimit -f -u; exit 0\n';
  const shell = await runCli(
    ['shell', stdout.trim(), '--limit=processes=99', '--runner=bubblewrap'],
    {
      ...here,
      input,
    },
  );
  t.regex(shell.stdout, /file size .* 65536\n.*processes .* 99\n/, shell.stderr);
});

test('a test of an artifact is held to the limits of the recipe that is here', async (t) => {
  const here = await workspace(t);
  t.is((await runCli(BUILD, here)).exitCode, 0);
  await writeRecipe(here, { limits: { processes: 1 } });
  const run = await runCli(['test', 'tiny-1.0'], here);
  const said = failsWith(t, run, { exitCode: 5, code: 'TEST_FAILED' });
  t.true(said.includes("'says hello': it exceeded the limit processes=1:"), said);
  t.regex(said, /→ To raise the limit: --limit processes=2, or/);
  const freed = await runCli(['test', 'tiny-1.0', '--limit', 'processes=4096'], here);
  t.is(freed.exitCode, 0, freed.stderr);
});

test('limits are shown by plan, and are no part of the build key', async (t) => {
  const here = await workspace(t);
  const plan = async () =>
    planSchema.parse(
      JSON.parse((await runCli(['plan', 'tiny@1.0', '--stack=debian12', '--json'], here)).stdout),
    );
  const before = await plan();
  await writeRecipe(here, { limits: { time: '8h', memory: 'none' } });
  const after = await plan();
  t.is(after.key, before.key);
  t.deepEqual(before.limits.time, { value: 14_400, from: 'default' });
  t.deepEqual(after.limits.time, { value: 28_800, from: 'recipe' });
  t.deepEqual(after.limits.memory, { value: null, from: 'recipe' });
});

test('a limit that is none is refused before anything is done', async (t) => {
  const here = await workspace(t);
  for (const words of [BUILD, ['--name=tiny', '--version=1.0'], ['verify', 'tiny-1.0']]) {
    const run = await runCli([...words, '--limit', 'time=0'], here);
    const said = failsWith(t, run, { exitCode: 2, code: 'USAGE' });
    t.true(said.includes('--limit time takes a time such as 4h, 90m or 300s, or none'), said);
  }
});
