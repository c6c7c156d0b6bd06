import test from 'ava';

import { compile, library, NOTHING } from '../compile.js';
import { auditOf } from '../subject.js';

test('symbol tables and debug information are told with their size', async (t) => {
  const audited = await auditOf(t, {
    'bin/bare': await compile(t, NOTHING, '-s'),
    'bin/table': await compile(t, NOTHING),
    'lib/debug.so': await library(t, 'int f(void) { return 1; }', '-g'),
  });
  const [table = '', debug = '', ...more] = audited.of('unstripped');
  t.deepEqual(more, []);
  t.regex(table, /^bin\/table: has a table of all its symbols \([\d.]+ k?B\)$/);
  t.regex(
    debug,
    /^lib\/debug\.so: has debug information \([\d.]+ k?B\) and a table of all its symbols \([\d.]+ k?B\)$/,
  );
  t.is(audited.findings.find(({ check }) => check === 'unstripped')?.severity, 'warning');
});

test('an object needs its symbol table, and no debug information', async (t) => {
  const plain = await compile(t, NOTHING, '-c');
  const debug = await compile(t, NOTHING, '-c', '-g');
  const [finding = '', ...more] = (await auditOf(t, { 'plain.o': plain, 'debug.o': debug })).of(
    'unstripped',
  );
  t.deepEqual(more, []);
  t.regex(finding, /^debug\.o: has debug information \([\d.]+ k?B\)$/);
});
