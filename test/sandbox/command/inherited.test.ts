import test from 'ava';
import { execa } from 'execa';
import { hostPath, inHost } from '../../../src/path.js';

const LISTER = inHost(hostPath(import.meta.dirname), 'lister.ts');

test('nothing that our own caller left open gets into what we start', async (t) => {
  // 40 and 41 are behind a gap, where Node doesn't look for what it inherited.
  const { stdout } = await execa(
    'bash',
    ['--norc', '-c', 'exec 5</dev/null 40</etc/passwd 41</etc/passwd; exec "$@"', 'open'].concat(
      process.execPath,
      '--import=tsx',
      LISTER,
    ),
  );
  t.deepEqual(stdout.split('\n').map(Number), [0, 1, 2, 3]);
});
