import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { inHost } from '../../../src/path.js';
import { runCli, temporaryFolder } from '../cli.js';

const OVERLAY = `changes:
  - replace: bin/compile
    text: old
    with: new
  - remove: none
`;
const DIFF = '--- bin/compile\n+++ bin/compile\n@@ -1,1 +1,1 @@\n-old\n+new\n';

async function prepare(t: ExecutionContext) {
  const cwd = await temporaryFolder(t);
  await mkdir(inHost(cwd, 'bp/bin'), { recursive: true });
  await writeFile(inHost(cwd, 'bp/bin/compile'), 'old\n');
  await writeFile(inHost(cwd, 'overlay.yml'), OVERLAY);
  const run = (...args: string[]) =>
    runCli(['buildpack', 'overlay', ...args], { cwd, cache: inHost(cwd, 'cache') });
  return { cwd, run };
}

test('buildpack overlay writes a copy beside the buildpack and says what it changed', async (t) => {
  const { cwd, run } = await prepare(t);
  const first = await run('bp/', 'overlay.yml');
  t.is(
    first.stdout,
    `${DIFF}✔ bp-overlaid: 1 change, 1 file\n` +
      '  bin/compile: 1 place replaced\n  none: is not there\n',
  );
  t.is(
    first.stderr,
    'note none is to be removed, and is not there: it was removed already, or its name is wrong\n',
  );
  t.is(first.exitCode, 0);
  t.is(await readFile(inHost(cwd, 'bp-overlaid/bin/compile'), 'utf8'), 'new\n');
  const second = await run('bp', 'overlay.yml');
  t.is(second.stdout, '✔ bp-overlaid: nothing changed, it is as the overlay makes it\n');
});

test('buildpack overlay --check writes nothing, prints the diff alone and says by its exit code that there is one', async (t) => {
  const { cwd, run } = await prepare(t);
  const checked = await run('bp', 'overlay.yml', '--check');
  t.is(checked.stdout, DIFF);
  t.is(checked.exitCode, 1);
  t.deepEqual((await readdir(cwd)).sort(), ['bp', 'overlay.yml']);
  await writeFile(inHost(cwd, 'bp/bin/compile'), 'new\n');
  const clean = await run('bp', 'overlay.yml', '--check');
  t.is(clean.stdout, '');
  t.is(clean.exitCode, 0);
});

test('buildpack overlay --json prints one object', async (t) => {
  const { run } = await prepare(t);
  const told = await run('bp', 'overlay.yml', '--json', '--output', 'out');
  t.deepEqual(told.json(), [
    {
      type: 'buildpack.overlaid',
      directory: 'bp',
      output: 'out',
      placed: 'written',
      changes: [
        { kind: 'replace', path: 'bin/compile', changed: true, message: '1 place replaced' },
        {
          kind: 'remove',
          path: 'none',
          changed: false,
          message: 'is not there',
          note: 'none is to be removed, and is not there: it was removed already, or its name is wrong',
        },
      ],
      notes: [
        'none is to be removed, and is not there: it was removed already, or its name is wrong',
      ],
      diff: DIFF,
    },
  ]);
});

test('buildpack overlay shows no password, neither of what it changes nor of what it looks for', async (t) => {
  const { cwd, run } = await prepare(t);
  const uri = (name: string) => `https://me:secret@127.0.0.1/${name}`;
  await writeFile(inHost(cwd, 'bp/bin/compile'), `${uri('old')}\n`);
  const change = (text: string) =>
    `changes:\n- replace: bin/compile\n  text: ${text}\n  with: ${uri('new')}\n`;
  await writeFile(inHost(cwd, 'overlay.yml'), change(uri('old')));
  await writeFile(inHost(cwd, 'other.yml'), change(uri('older')));
  for (const words of [
    ['overlay.yml', '--check'],
    ['overlay.yml', '--check', '--json'],
    ['other.yml'],
  ]) {
    const { stdout, stderr } = await run('bp', ...words);
    t.false(`${stdout}${stderr}`.includes('secret'), stdout + stderr);
    t.true(`${stdout}${stderr}`.includes('https://127.0.0.1/old'));
  }
});

test('buildpack overlay refuses what it can not mean', async (t) => {
  const { run } = await prepare(t);
  const words = await run('bp');
  t.is(words.exitCode, 2);
  t.regex(words.stderr, /'buildpack overlay' takes a folder and an overlay\./);
  const both = await run('bp', 'overlay.yml', '--check', '--force');
  t.is(both.exitCode, 2);
  t.regex(both.stderr, /--check writes nothing, so that it takes no --output and no --force\./);
});
