import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { inHost, type HostPath } from '../../src/path.js';
import { cacheWithStack, runCli, temporaryFolder } from '../e2e/cli.js';
import { blocksOf, project, read } from './markdown.js';

const run = promisify(execFile);
const recipes = ['--recipes-dir', inHost(project, 'examples/recipes')];

test('the example recipe has no problems', async (t) => {
  const cwd = await temporaryFolder(t);
  const { exitCode, stdout } = await runCli(['recipes', 'lint', 'greet', ...recipes], {
    cwd,
    cache: inHost(cwd, 'cache'),
  });
  t.is(stdout, '1 recipe checked, 0 with problems.\n');
  t.is(exitCode, 0);
});

test('the example is built as its README says', async (t) => {
  const cwd = await temporaryFolder(t);
  const cache = await cacheWithStack(cwd);
  const archive = await packSource(cwd);
  const finished = await runCli(
    [
      ...['build', 'greet@1.0', `--url=${pathToFileURL(archive).href}`, ...recipes],
      ...['--stack', 'debian12', '--runner', 'bubblewrap', '--json'],
    ],
    { cwd, cache },
  );
  t.is(finished.exitCode, 0, finished.stderr);
  const path = inHost(cwd, 'artifacts/debian12', `greet-1.0-linux-${process.arch}.tgz`);
  const built = finished.events().find(({ type }) => type === 'build.finished');
  t.is(built?.artifact?.path, path);
  const { stdout } = await run('tar', ['--list', '--file', path]);
  t.deepEqual(stdout.trim().split('\n'), [
    'bin/',
    'bin/greet',
    'include/',
    'include/greet.h',
    'lib/',
    'lib/libgreet.so',
    'lib/libgreet.so.1',
    'lib/pkgconfig/',
    'lib/pkgconfig/greet.pc',
  ]);
  const sums = await readFile(inHost(cwd, 'checksums/SHA256SUMS'), 'utf8');
  t.regex(sums, /^[0-9a-f]{64} {2}artifacts\/debian12\/greet-1\.0-linux-\w+\.tgz\n$/);
});

/** Runs the command with which the README of the examples makes the archive, in a folder of the test's. */
async function packSource(folder: HostPath): Promise<HostPath> {
  const [block] = blocksOf(await read('examples/README.md'));
  const script = (block?.text ?? '').replace(/^cd examples$/m, `cd "$1"`);
  const archive = inHost(folder, 'greet-1.0.tar');
  const there = script
    .replace('-cf greet-1.0.tar', '-cf "$2"')
    .replace('-C sources', '-C "$1/sources"');
  await run('bash', ['-euc', there, 'bash', inHost(project, 'examples'), archive]);
  return archive;
}
