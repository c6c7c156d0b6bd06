import { mkdir } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { inHost } from '../../../src/path.js';
import { comesTrue, runCli, startCli } from '../cli.js';
import { namesIn, workspace, type Workspace } from './fixture.js';

const HOW = ['--stack=debian12', '--runner=bubblewrap', '--json'];

async function failedBuild(t: ExecutionContext): Promise<Workspace & { name: string }> {
  const where = await workspace(t, { build: { make: { run: 'exit 3' } } });
  t.is((await runCli(['build', 'tiny@1.0', ...HOW], where)).exitCode, 4);
  const [name = ''] = await namesIn(inHost(where.cache, 'work'));
  return { ...where, name };
}

test('nobody builds or prunes what a shell is open in', async (t) => {
  const where = await failedBuild(t);
  const input = 'echo "op""en"; until [ -e "$BB_FILES/go" ]; do sleep 0.05; done; exit 0\n';
  const shell = startCli(['shell', where.name, '--runner=bubblewrap'], { ...where, input });
  t.true(await comesTrue(() => Promise.resolve(shell.output().includes('open'))), shell.output());

  const prune = await runCli(['cache', 'prune', '--kind=work', '--json'], where);
  t.is(prune.exitCode, 0, prune.stderr);
  t.deepEqual(await namesIn(inHost(where.cache, 'work')), [where.name]);
  const build = startCli(['build', 'tiny@1.0', ...HOW], where);
  await build.event(({ type }) => type === 'build.waiting');
  t.true((await namesIn(inHost(where.cache, 'work', where.name, 'box'))).includes('source'));

  await mkdir(inHost(where.cache, 'work', where.name, 'box/files/go'));
  t.is((await shell.finished).exitCode, 0);
  t.is((await build.finished).exitCode, 4);
});

test('a shell may change what a build has left, whoever that belongs to', async (t) => {
  const where = await failedBuild(t);
  if (process.getuid?.() === 0) {
    // As a build leaves it that fails before its first step.
    const box = inHost(where.cache, 'work', where.name, 'box');
    await execa('chown', ['--recursive', '--no-dereference', '0:0', box]);
  }
  const input = 'echo changed >>hello.sh && tail -n 1 hello.sh; exit 0\n';
  const shell = await runCli(['shell', where.name, '--runner=bubblewrap'], { ...where, input });
  t.regex(shell.stdout, /(?:^|> |\$ )changed$/m, shell.stderr);
});
