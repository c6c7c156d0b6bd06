import { writeFile } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { runCli } from '../cli.js';
import { failsWith, workspace, writeRecipe } from './fixture.js';

const DIGEST = '0da1a5ed7786ac12dcbaf0d499d8a049';

test('nothing asked for: says what to say', async (t) => {
  const here = await workspace(t);
  const said = failsWith(t, await runCli(['build'], here), { exitCode: 2, code: 'USAGE' });
  t.regex(said, /Nothing was asked for\./);
  t.regex(said, /→ Say what to build, such as libffi@3\.4\.4/);
});

test('no checksum anywhere: names the options and the recipe to put it into', async (t) => {
  const here = await workspace(t, { versions: { '1.0': {} } });
  const run = await runCli(['build', 'tiny@1.0'], here);
  const said = failsWith(t, run, { exitCode: 2, code: 'NO_CHECKSUM' });
  t.regex(said, /There is no checksum for tiny 1\.0\./);
  t.regex(said, /Give --sha256, --sha512 or --md5 as published for file:/);
  t.regex(said, /add it to 'versions' in .*\/recipes\/tiny\.yml/);
});

test('a digest of the wrong length: says how long it has to be', async (t) => {
  const here = await workspace(t);
  const run = await runCli(['--name=tiny', '--version=1.0', '--md5=abc'], here);
  const said = failsWith(t, run, { exitCode: 2, code: 'DIGEST_MALFORMED' });
  t.regex(said, /--md5/);
  t.regex(said, /32 hex digits/);
});

test('an unknown recipe: suggests the nearest and lists the known', async (t) => {
  const here = await workspace(t);
  const run = await runCli(['build', 'tinny@1.0'], here);
  const said = failsWith(t, run, { exitCode: 2, code: 'UNKNOWN_RECIPE' });
  t.regex(said, /There is no recipe 'tinny'\./);
  t.regex(said, /Did you mean 'tiny'\? Known recipes: .*libffi.*python.*tiny/);
});

test('an unknown version: lists the known ones and says how to build it all the same', async (t) => {
  const here = await workspace(t);
  const run = await runCli(['build', 'tiny@1.1'], here);
  const said = failsWith(t, run, { exitCode: 2, code: 'UNKNOWN_VERSION' });
  t.regex(said, /The recipe 'tiny' doesn't know version 1\.1\./);
  t.regex(said, /Known versions: 1\.0\..*give its checksum: --sha256/);
});

test('a malformed recipe: says file, line and column, and the key that was meant', async (t) => {
  const here = await workspace(t);
  const path = inHost(here.cwd, 'recipes/odd.yml');
  await writeFile(path, 'name: odd\ndescription: Odd\nhomepge: https://example.org/\n');
  const run = await runCli(['plan', 'odd@1.0'], here);
  const said = failsWith(t, run, { exitCode: 2, code: 'RECIPE_INVALID' });
  t.true(said.includes(`${path}:3:1`), said);
  t.regex(said, /homepge.*homepage/s);
});

test('an unknown stack, architecture or runner: suggests and lists', async (t) => {
  const here = await workspace(t);
  const cases = [
    { option: '--stack=debian13', code: 'UNKNOWN_STACK', hint: /debian12.*cflinuxfs4|debian12/s },
    { option: '--arch=x46', code: 'UNKNOWN_ARCH', hint: /Did you mean 'x64'\?.*s390x/s },
    {
      option: '--runner=dokcer',
      code: 'UNKNOWN_RUNNER',
      hint: /Did you mean 'docker'\?.*bubblewrap/s,
    },
  ];
  for (const { option, code, hint } of cases) {
    const said = failsWith(t, await runCli(['build', 'tiny@1.0', option], here), {
      exitCode: 2,
      code,
    });
    t.regex(said, hint);
  }
});

test('no processes at once: says what the option takes', async (t) => {
  const here = await workspace(t);
  const run = await runCli(['build', 'tiny@1.0', '--jobs', '0'], here);
  const said = failsWith(t, run, { exitCode: 2, code: 'USAGE' });
  t.regex(said, /--jobs takes a whole number from 1 to 9999, not '0'\./);
});

test('a prefix that leads elsewhere: every verb refuses it in the same words', async (t) => {
  const here = await workspace(t);
  const words = ['audit', '.', '--stack', 'debian12', '--prefix', '/app/../../etc'];
  const said = failsWith(t, await runCli(words, here), { exitCode: 2, code: 'USAGE' });
  t.regex(said, /'\/app\/\.\.\/\.\.\/etc' can't be a prefix: must not contain \.\./);
});

test('one checksum for two requests: says to ask one by one', async (t) => {
  const here = await workspace(t);
  await writeRecipe(here, {}, 'other');
  const run = await runCli(['build', 'tiny@1.0', 'other@1.0', `--md5=${DIGEST}`], here);
  const said = failsWith(t, run, { exitCode: 2, code: 'USAGE' });
  t.regex(said, /→ Ask for one NAME@VERSION at a time/);
});

test('an unknown option of the program: suggests the nearest, with the exit code of wrong use', async (t) => {
  const here = await workspace(t);
  const run = await runCli(['build', 'tiny@1.0', '--forse'], here);
  t.is(run.exitCode, 2);
  t.regex(run.stderr, /unknown option '--forse'/);
  t.regex(run.stderr, /Did you mean --force\?/);
});

test('an option of another subverb: says which one takes it, before anything is done', async (t) => {
  const here = await workspace(t);
  const run = await runCli(['stacks', 'list', '--refresh'], here);
  const said = failsWith(t, run, { exitCode: 2, code: 'USAGE' });
  t.regex(
    said,
    /'stacks list' takes no --refresh\.\n {2}→ 'stacks prepare' does: 'binary-builder help stacks prepare' explains it\./,
  );
});

test('with --json an error is the last line of standard output too', async (t) => {
  const here = await workspace(t);
  const run = await runCli(['build', 'tinny@1.0', '--json'], here);
  t.is(run.exitCode, 2);
  const last = run.events().at(-1)?.error;
  t.like(last, { code: 'UNKNOWN_RECIPE', message: "There is no recipe 'tinny'." });
  t.regex(last?.hint ?? '', /Did you mean 'tiny'\?/);
});
