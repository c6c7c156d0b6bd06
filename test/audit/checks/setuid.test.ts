import test from 'ava';
import { auditOf } from '../subject.js';

test('files that run as somebody else are errors', async (t) => {
  const audit = await auditOf(t, {
    'bin/a': { mode: 0o755, content: '' },
    'bin/b': { mode: 0o4755, content: '' },
    'bin/c': { mode: 0o2755, content: '' },
    'bin/d': { mode: 0o6711, content: '' },
  });
  t.deepEqual(audit.of('setuid'), [
    'bin/b: has setuid set',
    'bin/c: has setgid set',
    'bin/d: has setuid and setgid set',
  ]);
});
