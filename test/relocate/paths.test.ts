import test from 'ava';
import fc from 'fast-check';

import { guestPath } from '../../src/path.js';
import { locate, pathMap, rewritePaths } from '../../src/relocate/paths.js';

const PREFIX = guestPath('/app/.heroku/python');
const LABEL = '/usr/src/python-3.11.2';

const destdir = pathMap(PREFIX, [
  { from: guestPath('/binary-builder/staging'), to: '' },
  { from: guestPath('/binary-builder/staging/app/.heroku/python'), to: PREFIX },
  { from: guestPath('/binary-builder/source'), to: LABEL },
]);

const rewritten = test.macro({
  exec: (t, before: string, after: string) => {
    t.is(rewritePaths(before, destdir), after);
  },
  title: (_, before: string, after: string) =>
    before === after ? `leaves ${before} as it is` : `rewrites ${before} to ${after}`,
});

test(rewritten, '/binary-builder/source', LABEL);
test(rewritten, '/binary-builder/source/Modules', `${LABEL}/Modules`);
test(rewritten, '/binary-builder/source-of-x', '/binary-builder/source-of-x');
test(rewritten, '/binary-builder/source.orig/x', '/binary-builder/source.orig/x');
test(rewritten, '/binary-builder/sources', '/binary-builder/sources');
test(rewritten, 'was in /binary-builder/source.', `was in ${LABEL}.`);
test(rewritten, '/srv/binary-builder/source', '/srv/binary-builder/source');
test(rewritten, '-I/binary-builder/source/Include -L.', `-I${LABEL}/Include -L.`);
test(rewritten, 'file:///binary-builder/source/a', `file://${LABEL}/a`);
test(rewritten, '-ffile-prefix-map=/binary-builder/source=.', `-ffile-prefix-map=${LABEL}=.`);
test(rewritten, '"/binary-builder/source","x"', `"${LABEL}","x"`);
test(rewritten, '/a:/binary-builder/source:/b', `/a:${LABEL}:/b`);
test(rewritten, "'/binary-builder/staging/app/.heroku/python'", `'${PREFIX}'`);
test(rewritten, '/binary-builder/staging/app/.heroku/python3/x', '/app/.heroku/python3/x');
test(rewritten, '/binary-builder/staging/etc/passwd', '/etc/passwd');
test(rewritten, '/binary-builder/staging//etc', '//etc');
test(rewritten, 'DESTDIR=/binary-builder/staging', 'DESTDIR=/');
test(rewritten, '-L/binary-builder/staging -lx', '-L/ -lx');
test(rewritten, '/binary-builder/staging/binary-builder/source/x', `${LABEL}/x`);

test('the longest mapping wins, whatever the order in which they are given', (t) => {
  const mappings = [
    { from: guestPath('/b/source/sub'), to: '/two' },
    { from: guestPath('/b/source'), to: '/one' },
  ];
  for (const order of [mappings, mappings.toReversed()]) {
    t.is(rewritePaths('/b/source/sub/x /b/source/x', pathMap(PREFIX, order)), '/two/x /one/x');
  }
});

test('characters of a path that mean something in a pattern are only themselves', (t) => {
  const map = pathMap(PREFIX, [{ from: guestPath('/b/a+b.c(1)'), to: '/$&/x' }]);
  t.is(rewritePaths('/b/a+b.c(1)/y /b/aab.c(1)', map), '/$&/x/y /b/aab.c(1)');
});

test('the root cannot be relocated', (t) => {
  t.throws(() => pathMap(PREFIX, [{ from: guestPath('/'), to: '/x' }]), {
    instanceOf: TypeError,
    message: 'the root directory cannot be relocated',
  });
});

test('a path is located in the tree, in the build, or outside', (t) => {
  t.deepEqual(locate(PREFIX, destdir), { where: 'tree', path: '' });
  t.deepEqual(locate(`${PREFIX}/lib/../lib/`, destdir), { where: 'tree', path: 'lib' });
  t.deepEqual(locate(`/binary-builder/staging${PREFIX}/lib`, destdir), {
    where: 'tree',
    path: 'lib',
  });
  t.deepEqual(locate('/binary-builder/source/.libs', destdir), { where: 'build' });
  t.deepEqual(locate('/binary-builder/staging/usr/lib', destdir), {
    where: 'outside',
    path: '/usr/lib',
  });
  t.deepEqual(locate('/app/.heroku/python3', destdir), {
    where: 'outside',
    path: '/app/.heroku/python3',
  });
});

/** Text that has our paths, parts of them, and what may stand around them. */
const pathText = fc
  .array(
    fc.constantFrom(
      '/binary-builder/source',
      '/binary-builder/staging',
      '/binary-builder/staging/app/.heroku/python',
      '/app/.heroku/python',
      '/binary-builder',
      '/source',
      '/lib',
      '-L',
      '-of-x',
      '.',
      ' ',
      '\n',
      ':',
      '"',
      '//',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('rewriting twice is rewriting once', (t) => {
  fc.assert(
    fc.property(pathText, (text) => {
      const once = rewritePaths(text, destdir);
      t.is(rewritePaths(once, destdir), once);
    }),
  );
});

test('a text without a path of the build stays as it is', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      fc.pre(!text.includes('/binary-builder'));
      t.is(rewritePaths(text, destdir), text);
    }),
  );
});
