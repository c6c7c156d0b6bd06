import { writeFile } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../src/path.js';
import { sha256Of } from '../../src/files/index.js';
import { temporaryFolder } from '../store/folder.js';

test('a signal ends hashing with its reason', async (t) => {
  const file = inHost(await temporaryFolder(t), 'file');
  await writeFile(file, 'content');
  const reason = new Error('interrupted');
  await t.throwsAsync(sha256Of(file, AbortSignal.abort(reason)), { is: reason });
  t.is(
    await sha256Of(file, new AbortController().signal),
    'ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73',
  );
});
