import test from 'ava';

import { compile, library, NOTHING } from '../compile.js';
import { auditOf } from '../subject.js';

const SOURCE = 'int f(void) { return 1; }';

test('binaries that ask for an executable stack are told', async (t) => {
  const audited = await auditOf(t, {
    'lib/asks.so': await library(t, SOURCE, '-Wl,-z,execstack'),
    'lib/plain.so': await library(t, SOURCE, '-Wl,-z,noexecstack'),
    'bin/asks': await compile(t, NOTHING, '-Wl,-z,execstack'),
    'lib/object.o': await compile(t, SOURCE, '-c'),
  });
  t.deepEqual(audited.of('executable-stack'), [
    'bin/asks: asks for a stack that can be run as code',
    'lib/asks.so: asks for a stack that can be run as code',
  ]);
  t.is(audited.findings.find(({ check }) => check === 'executable-stack')?.severity, 'warning');
});

test('a binary that says nothing of its stack is told', async (t) => {
  const silent = await library(t, SOURCE);
  const start = Number(silent.readBigUInt64LE(32));
  for (let index = 0; index < silent.readUInt16LE(56); index += 1) {
    const at = start + index * silent.readUInt16LE(54);
    // PT_GNU_STACK becomes PT_NULL.
    if (silent.readUInt32LE(at) === 0x6474e551) silent.writeUInt32LE(0, at);
  }
  t.deepEqual((await auditOf(t, { 'lib.so': silent })).of('executable-stack'), [
    "lib.so: doesn't say whether its stack may be run as code",
  ]);
});
