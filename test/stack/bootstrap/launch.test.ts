import test from 'ava';
import { launchOf } from '../../../src/stack/bootstrap/launch.js';
import { folder } from '../fixture.js';

test('what the caller’s environment says of apt’s way gets to mmdebstrap, and nothing else of it', async (t) => {
  const before = { ...process.env };
  process.env.MY_SECRET = 'secret';
  process.env.https_proxy = 'http://proxy.test:3128';
  t.teardown(() => {
    process.env = before;
  });
  for (const mode of ['root', 'unshare'] as const) {
    const { environment } = await launchOf({ mode, mirrors: [] }, await folder(t));
    t.is(environment.https_proxy, 'http://proxy.test:3128', mode);
    t.is(environment.SOURCE_DATE_EPOCH, '1704067200', mode);
    const allowed = /^(?:PATH|HOME|TMPDIR|LC_ALL|SOURCE_DATE_EPOCH|(?:https?|ftp|all|no)_proxy)$/i;
    t.deepEqual(
      Object.keys(environment).filter((name) => !allowed.test(name)),
      [],
      mode,
    );
  }
});
