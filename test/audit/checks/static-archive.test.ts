import test from 'ava';

import { auditOf } from '../subject.js';

test('static libraries are told with their size', async (t) => {
  const audited = await auditOf(t, {
    'lib/libx.a': `!<arch>\n${' '.repeat(1992)}`,
    'lib/libx.so.a.1': 'x',
    'lib/link.a': { link: 'libx.a' },
    'lib/a': 'x',
  });
  t.deepEqual(audited.of('static-archive'), ['lib/libx.a: is a static library of 2 kB']);
  t.is(audited.findings.find(({ check }) => check === 'static-archive')?.severity, 'warning');
});
