import type { ExecutionContext } from 'ava';
import { execa } from 'execa';
import { inHost } from '../../src/path.js';
import { runCli } from '../e2e/cli.js';
import { namesIn, workspace, writeRecipe } from '../e2e/command-line/fixture.js';

const INSTALL = 'mkdir -p "$TREE/bin"; install -m 755 hello.sh "$TREE/bin/hello"';

/** A build that leaves something beside a good file in its tree ends, twice the same way. */
export async function endsTwice(t: ExecutionContext, leave: string): Promise<void> {
  const here = await workspace(t);
  // Node can't remove a tree whose paths are longer than the kernel takes.
  t.teardown(() => execa('rm', ['-rf', inHost(here.cache, 'work')]));
  await writeRecipe(here, { build: { install: { run: `${INSTALL}\n${leave}` } } }, 'odd');
  const order = ['build', 'odd@1.0', '--stack=debian12', '--force'];
  const first = await runCli(order, here);
  t.true([0, 4, 5].includes(first.exitCode), `${first.exitCode}: ${first.stderr.slice(0, 300)}`);
  t.notRegex(first.stderr, /^error (BUG|SANDBOX_FAILED|NOT_WRITABLE)/m);
  t.notRegex(first.stderr, /^\s+at .*:\d+:\d+\)?$/m);
  // What the first has left, if it has, is in the way of the second.
  const second = await runCli(order, here);
  t.is(second.exitCode, first.exitCode, second.stderr.slice(0, 300));
  if (first.exitCode !== 0) return;
  t.deepEqual(await namesIn(inHost(here.cache, 'work')), []);
}
