import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { runCli } from '../cli.js';
import {
  FILE,
  failsWith,
  filesBelow,
  namesIn,
  workspace,
  writeRecipe,
  type Workspace,
} from './fixture.js';

const BUILD = ['build', 'tiny@1.0', '--stack=debian12'];

/** The folder that a failed build left, of which there is one. */
async function keptWork({ cache }: Workspace) {
  const [build = '', ...others] = await namesIn(inHost(cache, 'work'));
  return { build, others, folder: inHost(cache, 'work', build) };
}

test('a step that fails: the end of its log, the log’s path, and a shell right there', async (t) => {
  const here = await workspace(t, {
    build: {
      make: { run: 'mkdir deep; cd deep; echo trying; echo "no rule to make it" >&2; exit 3' },
    },
  });
  const run = await runCli(BUILD, here);
  const said = failsWith(t, run, { exitCode: 4, code: 'STEP_FAILED' });
  const { build, others, folder } = await keptWork(here);
  t.deepEqual(others, []);
  t.regex(said, /tiny 1\.0: make failed with exit code 3\./);
  t.regex(said, /│ trying\n {2}│ no rule to make it\n/);
  t.true(said.includes(`→ The whole log is ${folder}/logs/01-make.log`), said);
  t.true(said.includes(`binary-builder shell ${build}`), said);
  t.true((await stat(inHost(folder, 'logs/01-make.log'))).isFile());
  t.deepEqual(await filesBelow(inHost(here.cwd, 'artifacts')), []);

  const list = await runCli(['shell'], here);
  t.is(list.stdout, `${build}\n`);
  const shell = await runCli(['shell', build], {
    ...here,
    input: 'pwd\necho "prefix $PREFIX"\nls -d deep\ntouch seen\nexit 7\n',
  });
  t.is(shell.exitCode, 7, shell.stderr);
  t.regex(shell.stdout, /^\/binary-builder\/source\nprefix \/app\/\.heroku\/vendor\ndeep\n/m);
  t.true((await stat(inHost(folder, 'box/source/seen'))).isFile());

  const unknown = await runCli(['shell', build.slice(0, -1)], here);
  const hint = failsWith(t, unknown, { exitCode: 2, code: 'UNKNOWN_BUILD' });
  t.true(hint.includes(`Did you mean ${build}?`), hint);
});

test('after the recipe is mended, the build goes through and keeps no work directory of its own', async (t) => {
  const here = await workspace(t, { build: { make: { run: 'exit 1' } } });
  t.is((await runCli(BUILD, here)).exitCode, 4);
  const { build } = await keptWork(here);
  await writeRecipe(here);
  const run = await runCli(BUILD, here);
  t.is(run.exitCode, 0, run.stderr);
  t.deepEqual(await namesIn(inHost(here.cache, 'work')), [build]);
});

test('a build path in the tree: exit 5 with file and offset, nothing published', async (t) => {
  const script = String.raw`mkdir -p "$TREE/lib"; printf '\0\0\0made in %s/x\0' "$HOME" > "$TREE/lib/blob"`;
  const here = await workspace(t, { build: { install: { run: script } }, tests: [] });
  const run = await runCli(BUILD, here);
  const said = failsWith(t, run, { exitCode: 5, code: 'AUDIT_FAILED' });
  t.regex(said, /│ .*lib\/blob.*\/binary-builder\/home/);
  t.regex(said, /at byte 11\b/);
  t.regex(said, /→ Nothing was published/);
  t.deepEqual(await filesBelow(inHost(here.cwd, 'artifacts')), []);
  t.deepEqual(await filesBelow(inHost(here.cwd, 'checksums')), []);
  t.deepEqual(await namesIn(inHost(here.cache, 'artifacts')), []);
});

test('a test that fails: exit 5, nothing published, the artifact kept for a look', async (t) => {
  const here = await workspace(t, {
    tests: [{ name: 'says goodbye', run: '"$PREFIX/bin/hello"', expect: ['goodbye'] }],
  });
  const run = await runCli(BUILD, here);
  const said = failsWith(t, run, { exitCode: 5, code: 'TEST_FAILED' });
  t.regex(said, /tiny 1\.0 failed its test 'says goodbye': its output has no 'goodbye'\./);
  t.regex(said, /│ hello, world/);
  const { folder } = await keptWork(here);
  t.true(said.includes(`the artifact is in ${folder}`), said);
  t.true((await stat(inHost(folder, 'tiny-1.0-linux-x64.tgz'))).isFile());
  t.deepEqual(await filesBelow(inHost(here.cwd, 'artifacts')), []);
  t.deepEqual(await namesIn(inHost(here.cache, 'artifacts')), []);
});

test('of several builds one fails: the others go on, and a table sums up', async (t) => {
  const here = await workspace(t);
  await writeRecipe(here, { build: { make: { run: 'echo broken; exit 9' } } }, 'broken');
  await writeRecipe(here, {}, 'other');
  const words = ['broken@1.0', 'tiny@1.0', 'other@1.0', 'missing@1.0'];
  const run = await runCli(['build', ...words, '--stack=debian12', '--parallel=2'], here);
  t.is(run.exitCode, 4, run.stderr);
  t.regex(run.stderr, /error STEP_FAILED broken 1\.0: make failed with exit code 9\./);
  t.regex(run.stderr, /error UNKNOWN_RECIPE There is no recipe 'missing'\./);
  t.regex(run.stdout, /^name +version +arch +size +time +md5 +path$/m);
  t.regex(run.stdout, /^broken +1\.0 +failed$/m);
  t.regex(run.stdout, /^missing +1\.0 +failed$/m);
  for (const name of ['tiny', 'other']) {
    t.regex(run.stdout, new RegExp(`^${name} +1\\.0 +x64 .*/${name}-1\\.0-linux-x64\\.tgz$`, 'm'));
  }
  t.deepEqual(await namesIn(inHost(here.cwd, 'artifacts/debian12')), [
    'other-1.0-linux-x64.tgz',
    'other-1.0-linux-x64.tgz.build.json',
    'tiny-1.0-linux-x64.tgz',
    'tiny-1.0-linux-x64.tgz.build.json',
  ]);
});

test('a record that cannot be read is told, and stops no build of something else', async (t) => {
  const here = await workspace(t);
  const record = inHost(here.cwd, 'checksums/debian12/other-1.0-linux-x64.yml');
  await mkdir(path.dirname(record), { recursive: true });
  await writeFile(record, 'garbage\n');
  const run = await runCli(BUILD, here);
  t.is(run.exitCode, 0, run.stderr);
  t.regex(
    run.stdout,
    new RegExp(`warning: a record can't be read, and is left out: ${record}:1:1: `),
  );

  const list = await runCli(['artifacts'], here);
  t.is(list.exitCode, 0, list.stderr);
  t.regex(list.stdout, /^tiny +1\.0 /m);
  t.true(
    list.stderr.startsWith(`warning: a record can't be read, and is left out: ${record}:1:1: `),
  );

  const manifest = await runCli(['manifest', 'new', '--language=tiny'], here);
  t.true(failsWith(t, manifest, { exitCode: 2, code: 'RECORD_INVALID' }).includes(record));
});

test('a folder where the artifact belongs is told with its path', async (t) => {
  const here = await workspace(t);
  const place = inHost(here.cwd, FILE);
  await mkdir(place, { recursive: true });
  const said = failsWith(t, await runCli(BUILD, here), { exitCode: 2, code: 'NOT_READABLE' });
  t.true(said.includes(`cannot read ${place}: it is a folder`), said);
  const two = await runCli([...BUILD, 'tiny@1.0'], here);
  failsWith(t, two, { exitCode: 2, code: 'NOT_READABLE' });
});
