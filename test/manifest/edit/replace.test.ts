import { chmod, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import test from 'ava';
import { replaceManifest } from '../../../src/manifest/edit/index.js';
import { inHost } from '../../../src/path.js';
import { filesIn, temporaryFolder } from '../../store/folder.js';

test('a manifest is replaced through its links, and keeps its mode', async (t) => {
  const folder = await temporaryFolder(t);
  const [file, link] = [inHost(folder, 'file.yml'), inHost(folder, 'manifest.yml')];
  await writeFile(file, '\uFEFFbefore');
  await chmod(file, 0o640);
  await symlink('file.yml', link);
  await replaceManifest(link, { from: '\uFEFFbefore', to: 'after' });
  t.is(await readFile(file, 'utf8'), 'after');
  t.is((await stat(file)).mode & 0o777, 0o640);
  t.deepEqual(await filesIn(folder), ['file.yml', 'manifest.yml']);
});

for (const [what, change] of [
  ['changed', (path: string) => writeFile(path, 'by hand')],
  ['removed', undefined],
] as const) {
  test(`a manifest that somebody has ${what} since it was read stays as it is`, async (t) => {
    const folder = await temporaryFolder(t);
    const file = inHost(folder, 'manifest.yml');
    await change?.(file);
    const error = await t.throwsAsync(replaceManifest(file, { from: 'before', to: 'after' }), {
      code: 'MANIFEST_CHANGED',
      message: `${file} was changed while it was being brought up to date.`,
    });
    t.regex('hint' in error ? String(error.hint) : '', /^It is as whoever changed it left it\./);
    t.deepEqual(await filesIn(folder), change === undefined ? [] : ['manifest.yml']);
    if (change !== undefined) t.is(await readFile(file, 'utf8'), 'by hand');
  });
}
