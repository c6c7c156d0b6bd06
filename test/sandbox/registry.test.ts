import { readdir } from 'node:fs/promises';
import test from 'ava';
import { inHost, hostPath } from '../../src/path.js';
import { isolatingRunners, RUNNER_NAMES, runnerKind } from '../../src/sandbox/index.js';
import { runCli, temporaryFolder } from '../e2e/cli.js';
import { alternatives } from '../../src/text/index.js';

const project = hostPath(import.meta.dirname, '../..');

/** What container engines have in common, beside the runners. */
const SHARED = ['engine'];

test('each runner has a folder of its name, and one line in the registry', async (t) => {
  const entries = await readdir(inHost(project, 'src/sandbox/runner'), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  t.deepEqual(folders.toSorted(), [...RUNNER_NAMES, ...SHARED].toSorted());
});

test('help names the runners that there are, and for stage those that isolate', async (t) => {
  const folder = await temporaryFolder(t);
  const help = async (...words: string[]) => {
    const { stdout } = await runCli([...words, '--help'], { cwd: folder, cache: folder });
    return stdout.replaceAll(/\s+/g, ' ');
  };
  t.true((await help('build')).includes(alternatives(['auto', ...RUNNER_NAMES])));
  t.true(
    (await help('buildpack', 'stage')).includes(alternatives(['auto', ...isolatingRunners()])),
  );
});

test('a runner that keeps steps from the machine is chosen for some stack, and no other is', (t) => {
  for (const name of RUNNER_NAMES) {
    const { isolates, suits } = runnerKind(name);
    t.is(Object.keys(suits).length > 0, isolates, name);
  }
});
