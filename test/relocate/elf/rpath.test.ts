import test from 'ava';

import { guestPath } from '../../../src/path.js';
import { relocateRpath, type RpathQuestion } from '../../../src/relocate/elf/rpath.js';
import { pathMap } from '../../../src/relocate/paths.js';

const PREFIX = guestPath('/app/.heroku/python');
const map = pathMap(PREFIX, [
  { from: guestPath('/binary-builder/staging'), to: '' },
  { from: guestPath('/binary-builder/source'), to: '/usr/src/python-3.11.2' },
]);

const rpath = test.macro({
  exec: (t, question: Partial<RpathQuestion>, expected: readonly string[] | undefined) => {
    const libraries = new Map([
      ['libpython3.11.so.1.0', ['lib']],
      ['libtwice.so', ['lib/private/deep', 'lib/two', 'opt/two']],
    ]);
    const hasDirectory = (path: string) => !['lib/gone', 'lib/python3.11/lib'].includes(path);
    const tree = { libraries, hasDirectory, map };
    const defaults = { path: 'bin/python3.11', entries: [], needed: [], ...tree };
    t.deepEqual(relocateRpath({ ...defaults, ...question }), expected);
  },
  title: (sentence = '') => sentence,
});

const needed = ['libpython3.11.so.1.0', 'libc.so.6'];

test('a right RPATH is not touched', rpath, { entries: ['$ORIGIN/../lib'], needed }, undefined);
test(
  'another spelling of $ORIGIN is not touched either',
  rpath,
  { entries: ['${ORIGIN}/../lib/'], needed },
  undefined,
);
test(
  'a file that needs nothing of the tree gets no RPATH',
  rpath,
  { needed: ['libc.so.6'] },
  undefined,
);
test(
  'an entry at the prefix becomes relative',
  rpath,
  { entries: ['/app/.heroku/python/lib'], needed },
  ['$ORIGIN/../lib'],
);
test(
  'an entry in staging becomes relative',
  rpath,
  { entries: ['/binary-builder/staging/app/.heroku/python/lib/../lib'], needed },
  ['$ORIGIN/../lib'],
);
test(
  "an entry for the file's own directory is $ORIGIN itself",
  rpath,
  { path: 'lib/libpython3.so', entries: ['/app/.heroku/python/lib'], needed },
  ['$ORIGIN'],
);
test(
  "entries in the build, the loader's own and those of the current directory go",
  rpath,
  {
    entries: [
      '/binary-builder/source/.libs',
      '$ORIGIN/../lib',
      '/usr/lib',
      '/usr/lib/x86_64-linux-gnu',
      '/lib64/',
      '/binary-builder/staging/usr/lib',
      '',
      '.libs',
    ],
    needed,
  },
  ['$ORIGIN/../lib'],
);
test(
  'an entry for a directory that the tree lacks goes, however it is written',
  rpath,
  { entries: ['$ORIGIN/../lib/gone', '/app/.heroku/python/lib/gone', '$ORIGIN/../lib'], needed },
  ['$ORIGIN/../lib'],
);
test(
  'an entry for the lib of the prefix stays without one: other artifacts bring it',
  rpath,
  {
    entries: ['/app/.heroku/python/lib', '$ORIGIN/../lib64', '$ORIGIN/../lib/gone'],
    hasDirectory: (path: string) => path === 'bin',
    libraries: new Map(),
    needed: ['libffi.so.8'],
  },
  ['$ORIGIN/../lib', '$ORIGIN/../lib64'],
);
test(
  "the entry that is python's program's goes from its extension modules",
  rpath,
  { path: 'lib/python3.11/lib-dynload/_ssl.so', entries: ['$ORIGIN/../lib'] },
  [],
);
test(
  'an entry that leads out of the tree stays for the audit',
  rpath,
  { entries: ['$ORIGIN/../../gone'] },
  undefined,
);
test('when every entry goes, none is left', rpath, { entries: ['/usr/lib'] }, []);
test(
  'other entries stay in their order',
  rpath,
  { entries: ['/opt/oracle/lib', '/usr/lib', '$LIB/x', '/usr/lib/sasl2'] },
  ['/opt/oracle/lib', '$LIB/x', '/usr/lib/sasl2'],
);
test(
  'of entries for the same directory the first stays',
  rpath,
  { entries: ['$ORIGIN/../lib', '/app/.heroku/python/lib', '$ORIGIN/../lib/'], needed },
  ['$ORIGIN/../lib'],
);
test('a needed library of the tree adds an entry', rpath, { needed }, ['$ORIGIN/../lib']);
test(
  'an entry that leads out of the tree does not reach a directory in it',
  rpath,
  { entries: ['$ORIGIN/../../lib'], needed },
  ['$ORIGIN/../../lib', '$ORIGIN/../lib'],
);
test(
  'a library that the tree has more than once is taken from the shortest path',
  rpath,
  { needed: ['libtwice.so'] },
  ['$ORIGIN/../lib/two'],
);
test(
  "a library that the tree has more than once is taken from the file's own directory",
  rpath,
  { path: 'lib/private/deep/plugin.so', needed: ['libtwice.so'] },
  ['$ORIGIN'],
);
test(
  'an entry that reaches one of several directories is enough',
  rpath,
  { entries: ['$ORIGIN/../opt/two'], needed: ['libtwice.so'] },
  undefined,
);
test("a file at the tree's root finds its libraries", rpath, { path: 'program', needed }, [
  '$ORIGIN/lib',
]);
