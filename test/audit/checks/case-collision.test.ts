import test from 'ava';
import { auditOf } from '../subject.js';

test('names that differ only in case are errors, once for a directory and all that is in it', async (t) => {
  const audit = await auditOf(t, {
    'include/Greet/a.h': '',
    'include/greet/a.h': '',
    'lib/a': '',
    'lib/A': '',
    'lib/b': '',
    'share/e\u0301': '',
    'share/\u00c9': '',
    'bin/A': '',
  });
  t.deepEqual(audit.of('case-collision'), [
    'include/Greet: differs from include/greet only in upper and lower case',
    'lib/A: differs from lib/a only in upper and lower case',
    'share/e\u0301: differs from share/\u00c9 only in upper and lower case',
  ]);
});
