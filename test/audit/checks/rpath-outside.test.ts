import test from 'ava';

import { library } from '../compile.js';
import { auditOf } from '../subject.js';

const SOURCE = 'int f(void) { return 1; }';
const rpath = (value: string, dtags: 'enable' | 'disable' = 'enable') => [
  `-Wl,-rpath,${value}`,
  `-Wl,--${dtags}-new-dtags`,
];

test('directories in the artifact are well, relative to the binary or at the prefix', async (t) => {
  const inside =
    '$ORIGIN:${ORIGIN}/../lib:$ORIGIN/../..:/app/.heroku/vendor/lib:/app/.heroku/vendor';
  const files = { 'lib/x/lib.so': await library(t, SOURCE, ...rpath(inside)) };
  t.deepEqual((await auditOf(t, files)).of('rpath-outside'), []);
  const none = { 'lib.so': await library(t, SOURCE) };
  t.deepEqual((await auditOf(t, none)).of('rpath-outside'), []);
});

test('directories elsewhere are told, each with what is wrong with it', async (t) => {
  const outside =
    '/usr/local/lib:/app/.heroku/vendor-x:lib:$ORIGIN/../..:$ORIGINAL/lib:/app/.heroku/vendor/../x';
  const audited = await auditOf(t, { 'lib/lib.so': await library(t, SOURCE, ...rpath(outside)) });
  t.deepEqual(audited.of('rpath-outside'), [
    'lib/lib.so: has $ORIGIN/../.. in its RUNPATH, which leads out of the artifact',
    'lib/lib.so: has $ORIGINAL/lib in its RUNPATH, which is relative to any directory that it is started in',
    'lib/lib.so: has /app/.heroku/vendor-x in its RUNPATH, which is outside of /app/.heroku/vendor',
    'lib/lib.so: has /app/.heroku/vendor/../x in its RUNPATH, which is outside of /app/.heroku/vendor',
    'lib/lib.so: has /usr/local/lib in its RUNPATH, which is outside of /app/.heroku/vendor',
    'lib/lib.so: has lib in its RUNPATH, which is relative to any directory that it is started in',
  ]);
  t.is(audited.findings.find(({ check }) => check === 'rpath-outside')?.severity, 'error');
});

test('an empty entry means any directory, and the older kind of list counts too', async (t) => {
  const files = { 'lib.so': await library(t, SOURCE, ...rpath('$ORIGIN::/opt', 'disable')) };
  t.deepEqual((await auditOf(t, files)).of('rpath-outside'), [
    'lib.so: has /opt in its RPATH, which is outside of /app/.heroku/vendor',
    'lib.so: has an empty entry in its RPATH: any directory that it is started in is searched',
  ]);
});
