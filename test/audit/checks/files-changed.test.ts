import test from 'ava';
import { auditOf } from '../subject.js';

const CHECK = 'files-changed';

function against(version: string, currentVersion: string, files: string[]) {
  return { previous: { version, currentVersion, size: 0, files } };
}

test('versions in names, short ones too, count as the same', async (t) => {
  const files = { 'lib/libpython3.12.so.1.0': '', 'lib/python3.12/lib32/x': '' };
  const more = { 'lib/x.cpython-312.so': '', 'share/python-3.12.1.txt': '', empty: { link: 'x' } };
  const before = [
    'empty',
    'lib/libpython3.9.so.1.0',
    'lib/python3.9/lib32/x',
    'lib/x.cpython-39.so',
    'share/python-3.9.18.txt',
  ];
  const audit = await auditOf(t, { ...files, ...more }, against('3.9.18', '3.12.1', before));
  t.deepEqual(audit.of(CHECK), []);
});

test('a name that both have is the same, even if it could hold a version', async (t) => {
  const files = { 'lib32/a': '', 'v3.2/a': '', 'v3.3/a': '' };
  const audit = await auditOf(t, files, against('3.2', '3.3', ['lib32/a', 'v3.2/a', 'v3.3/a']));
  t.deepEqual(audit.of(CHECK), []);
});

test('what came and what went is told', async (t) => {
  const audit = await auditOf(
    t,
    { 'lib/libffi.so.8': '', 'lib/libffi-3.4.4/ffi.h': '', 'share/new': '' },
    against('3.3', '3.4.4', ['lib/libffi.so.7', 'lib/libffi-3.3/ffi.h']),
  );
  t.deepEqual(audit.of(CHECK), [
    ".: has 2 files that 3.3 didn't have: lib/libffi.so.8 and share/new",
    '.: lacks 1 file that 3.3 had: lib/libffi.so.7',
  ]);
});

test('a part of a longer number is no version', async (t) => {
  const audit = await auditOf(t, { 'a-13.3': '' }, against('3.2', '3.3', ['a-13.2', 'b-3.2.1']));
  t.deepEqual(audit.of(CHECK), [
    ".: has 1 file that 3.2 didn't have: a-13.3",
    '.: lacks 2 files that 3.2 had: a-13.2 and b-3.2.1',
  ]);
});

test('of many only ten are named', async (t) => {
  const files = Array.from({ length: 1012 }, (_, index) => `f${1000 + index}`);
  const audit = await auditOf(t, { a: '' }, against('1', '2', ['a', ...files]));
  t.deepEqual(audit.of(CHECK), [
    `.: lacks 1,012 files that 1 had: ${files.slice(0, 10).join(', ')} and 1,002 more`,
  ]);
});
