import test from 'ava';

import { compile, library, NOTHING } from '../compile.js';
import { auditOf } from '../subject.js';

test('object files are told, whatever their name', async (t) => {
  const object = await compile(t, NOTHING, '-c');
  const audited = await auditOf(t, {
    'lib/crt.o': object,
    'lib/odd name': object,
    'lib/text.o': 'object',
    'lib/lib.so': await library(t, 'int f;'),
  });
  const size = `${(object.length / 1000).toPrecision(3)} kB`.replace(/\.?0+ /, ' ');
  t.deepEqual(audited.of('object-file'), [
    `lib/crt.o: is an object file of ${size}`,
    `lib/odd name: is an object file of ${size}`,
  ]);
  t.is(audited.findings.find(({ check }) => check === 'object-file')?.severity, 'warning');
});
