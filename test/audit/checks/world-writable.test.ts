import { chmod } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { auditAt, plant, scratch } from '../subject.js';

test('files and directories that everybody may write to are errors, links are not', async (t) => {
  const root = await scratch(t);
  await plant(root, {
    'bin/a': { mode: 0o775, content: '' },
    'bin/b': { mode: 0o666, content: '' },
    'bin/c': { link: 'a' },
    'var/tmp/x': '',
  });
  await chmod(inHost(root, 'var/tmp'), 0o1777);
  const audit = await auditAt(root);
  t.deepEqual(audit.of('world-writable'), [
    'bin/b: is a file that everybody may write to',
    'var/tmp: is a directory that everybody may write to',
  ]);
});
