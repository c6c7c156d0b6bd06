import test from 'ava';

import { compile, library, NOTHING } from '../compile.js';
import { auditOf } from '../subject.js';

const SOURCE = 'int f(void) { return 1; }';

test('binaries whose tables stay writable are told', async (t) => {
  const audited = await auditOf(t, {
    'lib/open.so': await library(t, SOURCE, '-Wl,-z,norelro'),
    'lib/closed.so': await library(t, SOURCE, '-Wl,-z,relro'),
    'bin/open': await compile(t, NOTHING, '-Wl,-z,norelro'),
    'lib/object.o': await compile(t, SOURCE, '-c'),
  });
  t.deepEqual(audited.of('no-relro'), [
    'bin/open: leaves the tables of its functions writable',
    'lib/open.so: leaves the tables of its functions writable',
  ]);
  t.is(audited.findings.find(({ check }) => check === 'no-relro')?.severity, 'warning');
});
