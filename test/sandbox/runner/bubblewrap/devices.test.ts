import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import test from 'ava';
import { hostPath, inHost } from '../../../../src/path.js';
import { closedDevices, openingCommand } from '../../../../src/sandbox/index.js';

test('a device that only some users can read and write is told, with what opens it', async (t) => {
  const folder = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'devices-test-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const [open, closed] = [inHost(folder, 'null'), inHost(folder, 'zero')];
  for (const path of [open, closed]) await writeFile(path, '');
  await chmod(open, 0o666);
  await chmod(closed, 0o644);
  const found = await closedDevices([open, closed, inHost(folder, 'tty')]);
  t.deepEqual(found, [closed]);
  t.is(openingCommand(found).join(' '), `chmod 0666 ${closed}`);
});
