import { chown, mkdir } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { FIRST_ID } from '../../../src/stack/confine/ids.js';
import { entering } from '../../../src/stack/confine/namespace.js';
import { runProgram } from '../../../src/program/run.js';
import { folder } from '../fixture.js';

test('where no user namespace can be had, nobody waits for one', async (t) => {
  if (process.getuid?.() !== 0) {
    t.log('not tried: we are not root');
    t.pass();
    return;
  }
  const around = await folder(t);
  for (const name of ['stage', 'scratch', 'scratch/stage', 'scratch/scratch']) {
    await mkdir(inHost(around, name));
    await chown(inHost(around, name), FIRST_ID, FIRST_ID);
  }
  const outer = entering({
    stage: inHost(around, 'stage'),
    first: FIRST_ID,
    shown: [inHost(around, 'scratch')],
  });
  // What is entered allows no further one.
  const inner = entering({ stage: '/tmp/0/stage', first: 5, shown: ['/tmp/0/scratch'] });
  const works = await runProgram([...outer, 'true']);
  t.is(works.exitCode, 0, works.stderr);
  const { exitCode, stderr } = await runProgram([...outer, ...inner, 'true'], { timeout: 60_000 });
  t.is(stderr.trim(), 'unshare: unshare failed: No space left on device');
  t.is(exitCode, 1);
});
