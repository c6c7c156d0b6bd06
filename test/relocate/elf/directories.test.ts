import test from 'ava';

import { directoriesOf } from '../../../src/relocate/elf/directories.js';

test('a directory is one that the tree has, and whatever a link may lead to', (t) => {
  const file = { mode: 0o644, size: 0, accessed: new Date(0), modified: new Date(0), inode: '1' };
  const has = directoriesOf([
    { kind: 'directory', path: 'lib' },
    { kind: 'directory', path: 'lib/x' },
    { kind: 'file', path: 'lib/file', ...file },
    { kind: 'link', path: 'lib64', target: 'lib' },
  ]);
  for (const path of ['.', 'lib', 'lib/x', 'lib64', 'lib64/gone', '..', '../elsewhere']) {
    t.true(has(path), path);
  }
  for (const path of ['gone', 'lib/gone', 'lib/file', 'lib/file/x']) t.false(has(path), path);
});
