import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import test, { type ExecutionContext } from 'ava';
import { crossHint } from '../../../src/builder/phases/cross-steps.js';
import { makeBox, onHost, workplaceOf } from '../../../src/builder/place/workplace.js';
import { GUEST, hostPath, inHost } from '../../../src/path.js';

const FAILED = 'cannot run test program while cross compiling';

/** A failed step's workplace, and a config.log of the machine's, from another build. */
async function failed(t: ExecutionContext, log: string) {
  const folder = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'cross-steps-test-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const place = workplaceOf('tiny-1.0', folder);
  await makeBox(place, [GUEST.source]);
  const source = await onHost(place, GUEST.source);
  const other = inHost(folder, 'config.log');
  await writeFile(other, `configure:1: checking a secret\nconfigure:2: error: ${FAILED}\n`);
  const failure = { exitCode: 1, tail: [], log: inHost(folder, 'configure.log') };
  await writeFile(failure.log, log);
  return { place, source, other, failure };
}

test('a config.log that is a link to a file of the machine is not read', async (t) => {
  const { place, source, other, failure } = await failed(t, `configure: error: ${FAILED}\n`);
  await symlink(other, inHost(source, 'config.log'));
  const hint = await crossHint(failure, GUEST.source, place);
  t.is(hint?.what, 'configure wanted to run a program that it had compiled for the target');
});

test('neither is one in a folder that a step has swapped for a link', async (t) => {
  const { place, source, other, failure } = await failed(t, `configure: error: ${FAILED}\n`);
  await rm(source, { recursive: true });
  await symlink(hostPath(other, '..'), source);
  const hint = await crossHint(failure, GUEST.source, place);
  t.is(hint?.what, 'configure wanted to run a program that it had compiled for the target');
});

test('a log tells why with its end, however long it is', async (t) => {
  const { place, failure } = await failed(
    t,
    '\n'.repeat(20_000_000) + './gen: Exec format error\n',
  );
  const hint = await crossHint(failure, GUEST.source, place);
  t.is(hint?.what, 'the step ran ./gen, which was compiled for the target');
});
