import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { helper, PYTHONS } from './pythons.js';
import { scene, writeFiles } from './scripts.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

for (const python of PYTHONS) {
  test(`${python}: a wheel is found by the archive that it was built from, not by its name`, async (t) => {
    const { folder } = await scene(t);
    const at = (name: string) => inHost(folder, name);
    const wheels = (...words: string[]) => helper(python, 'wheels.py', words);
    await writeFiles(folder, {
      'vendor/My_Package-1.0.tar.gz': 'source',
      'vendor/other-2.0.zip': 'other',
      'vendor/ready-1-py3-none-any.whl': 'vendored',
      'new/my.package-1.0-py3-none-any.whl': 'built',
      'new/ready-1-py3-none-any.whl': 'vendored',
      'new/application-1.0-py3-none-any.whl': 'own',
      'store/left/old-1-py3-none-any.whl': 'old',
    });
    const find = async () => (await wheels('find', at('store'), at('vendor'))).stdout;

    t.is(await find(), '');
    t.is((await wheels('keep', at('store'), at('vendor'), at('new'))).stdout, '0 of 1');
    t.deepEqual(await readdir(at(`store/${sha256('source')}`)), [
      'my.package-1.0-py3-none-any.whl',
    ]);
    t.is(await find(), at(`store/${sha256('source')}`));
    t.is((await wheels('keep', at('store'), at('vendor'), at('new'), 'only')).stdout, '1 of 1');
    t.deepEqual(await readdir(at('store')), [sha256('source')]);

    await writeFiles(folder, { 'vendor/My_Package-1.0.tar.gz': 'changed source' });
    t.is(await find(), '');
  });

  test(`${python}: wheels are installed by name and version`, async (t) => {
    const { folder } = await scene(t);
    await writeFiles(folder, {
      'new/Jinja2-3.1.2-py3-none-any.whl': '',
      'new/x_y-1.0+local-2-cp311-cp311-linux_x86_64.whl': '',
    });
    const { stdout } = await helper(python, 'wheels.py', ['pins', inHost(folder, 'new')]);
    t.is(stdout, 'Jinja2==3.1.2\nx_y==1.0+local');
  });
}
