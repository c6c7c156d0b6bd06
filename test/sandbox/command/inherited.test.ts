import test from 'ava';
import { execa } from 'execa';
import { hostPath } from '../../../src/path.js';
import { compiled } from '../../compiled.js';

const LISTER = compiled(hostPath(import.meta.dirname, 'process/lister.ts'));

test('nothing that our own caller left open gets into what we start', async (t) => {
  // 40 and 41 are behind a gap, where Node doesn't look for what it inherited.
  const { stdout } = await execa(
    'bash',
    ['--norc', '-c', 'exec 5</dev/null 40</etc/passwd 41</etc/passwd; exec "$@"', 'open'].concat(
      ...LISTER,
    ),
  );
  t.deepEqual(stdout.split('\n').map(Number), [0, 1, 2, 3]);
});
