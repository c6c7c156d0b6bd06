import test from 'ava';
import fc from 'fast-check';

import { guestPath } from '../../../src/path.js';
import { pathMap } from '../../../src/relocate/paths.js';
import { relocateText, type TextContext } from '../../../src/relocate/text/relocate-text.js';

const PREFIX = guestPath('/app/.heroku/python');
const context: TextContext = {
  map: pathMap(PREFIX, [
    { from: guestPath('/binary-builder/staging/app/.heroku/python'), to: PREFIX },
    { from: guestPath('/binary-builder/staging'), to: '' },
    { from: guestPath('/binary-builder/source'), to: '/usr/src/python-3.11.2' },
  ]),
  filesIn: (directory) => new Set(directory === 'bin' ? ['python3.11', 'python3'] : ['libx.a']),
};

test("python's _sysconfigdata names neither staging nor the source directory", (t) => {
  t.is(
    relocateText(
      'lib/python3.11/_sysconfigdata__linux_x86_64-linux-gnu.py',
      `\
build_time_vars = {'BINDIR': '/app/.heroku/python/bin',
 'CONFIG_ARGS': "'--prefix=/app/.heroku/python' '--enable-shared' "
                "'LDFLAGS=-L/binary-builder/staging/app/.heroku/python/lib'",
 'CFLAGS': '-O2 -ffile-prefix-map=/binary-builder/source=.',
 'abs_builddir': '/binary-builder/source',
 'projectbase': '/binary-builder/source/Modules'}
`,
      context,
    ),
    `\
build_time_vars = {'BINDIR': '/app/.heroku/python/bin',
 'CONFIG_ARGS': "'--prefix=/app/.heroku/python' '--enable-shared' "
                "'LDFLAGS=-L/app/.heroku/python/lib'",
 'CFLAGS': '-O2 -ffile-prefix-map=/usr/src/python-3.11.2=.',
 'abs_builddir': '/usr/src/python-3.11.2',
 'projectbase': '/usr/src/python-3.11.2/Modules'}
`,
  );
});

test("python's Makefile names neither staging nor the source directory", (t) => {
  t.is(
    relocateText(
      'lib/python3.11/config-3.11-x86_64-linux-gnu/Makefile',
      `\
abs_srcdir=\t/binary-builder/source
DESTDIR=\t/binary-builder/staging
prefix=\t\t/app/.heroku/python
INSTALL=\t$(abs_srcdir)/install-sh
run:
\tLD_LIBRARY_PATH=/binary-builder/source:/binary-builder/staging/app/.heroku/python/lib ./python
`,
      context,
    ),
    `\
abs_srcdir=\t/usr/src/python-3.11.2
DESTDIR=\t/
prefix=\t\t/app/.heroku/python
INSTALL=\t$(abs_srcdir)/install-sh
run:
\tLD_LIBRARY_PATH=/usr/src/python-3.11.2:/app/.heroku/python/lib ./python
`,
  );
});

const PATHS = ['lib/libx.la', 'lib/pkgconfig/x.pc', 'bin/x-config', 'lib/x.py'];
const line = fc.constantFrom(
  '#!/app/.heroku/python/bin/python\n',
  '#!/binary-builder/source/python3 -E\n',
  '#!/binary-builder/staging/app/.heroku/python/bin/python3.11\n',
  "libdir='/binary-builder/staging/app/.heroku/python/lib/../lib'\n",
  "dependency_libs=' -L/binary-builder/source/.libs /binary-builder/staging/lib/liby.la -lz'\n",
  "old_library='liby.a'\n",
  'libdir=/binary-builder/source/lib\n',
  'toolexeclibdir=$(libdir)/../lib\n',
  'Libs: -L/binary-builder/staging/app/.heroku/python/lib -L/binary-builder/source -lx\n',
  'anything at all\n',
);

test('relocating a text twice is relocating it once', (t) => {
  fc.assert(
    fc.property(fc.constantFrom(...PATHS), fc.array(line), (path, lines) => {
      const once = relocateText(path, lines.join(''), context);
      t.is(relocateText(path, once, context), once);
    }),
  );
});

test('a text without anything to relocate stays byte for byte, of whatever kind it is', (t) => {
  fc.assert(
    fc.property(fc.constantFrom(...PATHS), fc.string({ unit: 'binary' }), (path, text) => {
      fc.pre(!/\/binary-builder|\$\(|old_library/.test(text));
      t.is(relocateText(path, text, context), text);
    }),
  );
});
