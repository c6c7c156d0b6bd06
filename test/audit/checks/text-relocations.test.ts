import test from 'ava';

import { library } from '../compile.js';
import { auditOf } from '../subject.js';

/** An address within code, which nobody knows before it is loaded. */
const ADDRESS = '__asm__(".text\\n.globl f\\nf: .8byte f\\n");';

test('code that the loader must write to is told', async (t) => {
  const audited = await auditOf(t, {
    'lib/changed.so': await library(t, ADDRESS, '-Wl,-z,notext'),
    'lib/fixed.so': await library(t, 'int f(void) { return 1; }'),
  });
  t.deepEqual(audited.of('text-relocations'), [
    'lib/changed.so: has code that the loader must write to',
  ]);
  t.is(audited.findings.find(({ check }) => check === 'text-relocations')?.severity, 'warning');
});
