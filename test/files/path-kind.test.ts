import { symlink, writeFile } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../src/path.js';
import { isFile } from '../../src/files/index.js';
import { temporaryFolder } from '../store/folder.js';

test('a file is told from all else, through links too', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(inHost(folder, 'file'), '');
  await symlink('file', inHost(folder, 'to-file'));
  await symlink('.', inHost(folder, 'to-folder'));
  await symlink('loop', inHost(folder, 'loop'));

  t.true(await isFile(inHost(folder, 'file')));
  t.true(await isFile(inHost(folder, 'to-file')));
  for (const other of ['', 'to-folder', 'none', 'file/below', 'loop', 'x'.repeat(300)]) {
    t.false(await isFile(inHost(folder, other)), other);
  }
});
