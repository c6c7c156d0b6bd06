import test from 'ava';

import { openIn } from '../../../src/builder/place/setting.js';
import { packagesOf } from '../../../src/builder/place/packages-of.js';
import { guestPath } from '../../../src/path.js';
import { cacheFolders } from '../../../src/store/index.js';
import { preparedRoot, testCache } from '../../prepared-root.js';

test('files are found in the packages of a root; what nobody has is left out, and patterns are no patterns', async (t) => {
  const root = await preparedRoot();
  const sandbox = await openIn(
    { folders: cacheFolders(testCache), emit: () => undefined, runner: { name: 'bubblewrap' } },
    root,
  );
  const names = ['libc.so.6', 'libnone.so.1', 'libz.so.*', 'sh', 'a\\[b'];
  const where = { mounts: [], directory: guestPath('/usr') };
  t.deepEqual(
    [...(await packagesOf(sandbox, names, where))],
    [
      ['libc.so.6', 'libc6'],
      ['sh', 'dash'],
    ],
  );
});
