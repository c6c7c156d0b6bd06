import test from 'ava';
import { auditOf } from '../subject.js';

test('relative links are right, absolute ones are errors, into the tree too', async (t) => {
  const audit = await auditOf(t, {
    'lib/a.so.1': '',
    'lib/a.so': { link: 'a.so.1' },
    'lib/b.so': { link: '/app/.heroku/vendor/lib/a.so.1' },
    'lib/c.so': { link: '/usr/lib/libc.so' },
  });
  t.deepEqual(audit.of('symlink-absolute'), [
    'lib/b.so: is a link to the absolute path /app/.heroku/vendor/lib/a.so.1',
    'lib/c.so: is a link to the absolute path /usr/lib/libc.so',
  ]);
});
