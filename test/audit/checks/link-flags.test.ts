import test from 'ava';
import { auditOf } from '../subject.js';

const CHECK = 'link-flags';
const prefix = '/app/.heroku/vendor';

test('flags and files of the tree and of the system are well, and so is what is no flag', async (t) => {
  const audit = await auditOf(t, {
    'include/foo.h': '',
    'lib/libfoo.so': '',
    'lib/cmake/foo/foo.cmake': `set_target_properties(foo PROPERTIES
  IMPORTED_LOCATION_RELEASE "${prefix}/lib/libfoo.so"
  INTERFACE_INCLUDE_DIRECTORIES "${prefix}/include;/usr/include/x;\${_IMPORT_PREFIX}/include"
  INTERFACE_LINK_LIBRARIES "-L${prefix}/lib;/usr/lib/x86_64-linux-gnu/libz.so;\\$<LINK_ONLY:m>")
find_path(FOO_INCLUDE foo.h PATHS /opt/local/include)
`,
    'lib/libQ.prl': `QMAKE_PRL_LIBS = -L$$[QT_INSTALL_LIBS] ${prefix}/lib/libfoo.so -lz\n`,
    'bin/foo-config': {
      mode: 0o755,
      content: `#!/bin/sh\nconfigure="--with-x=/usr/src/x CFLAGS=-ffile-prefix-map=/usr/src/x"\necho -I${prefix}/include -I$includedir\n`,
    },
    'share/other-config': '-L/nowhere\n',
    'share/x.txt': '-L/nowhere\n',
  });
  t.deepEqual(audit.of(CHECK), []);
});

test('what leads to the folder of a build, or to what was not installed, is told once', async (t) => {
  const audit = await auditOf(t, {
    'lib/cmake/foo/foo.cmake': `set_target_properties(foo PROPERTIES
  IMPORTED_LOCATION "${prefix}/lib/libfoo.so"
  INTERFACE_INCLUDE_DIRECTORIES "/usr/src/foo-1.0/include"
  INTERFACE_COMPILE_OPTIONS "-isystem /usr/src/foo-1.0/x;-isystem /usr/src/foo-1.0/x")
`,
    'lib/libQ.prl': 'QMAKE_PRL_LIBS = /usr/src/foo-1.0/libq.a -lz\n',
    'bin/foo-config': { mode: 0o755, content: '#!/bin/sh\necho "-L/usr/local/lib -lfoo"\n' },
  });
  const elsewhere = 'which is neither in the tree nor a path of the system';
  t.deepEqual(audit.of(CHECK), [
    `bin/foo-config: gives -L/usr/local/lib, ${elsewhere}`,
    `lib/cmake/foo/foo.cmake: gives -isystem /usr/src/foo-1.0/x, ${elsewhere}`,
    `lib/cmake/foo/foo.cmake: names ${prefix}/lib/libfoo.so in IMPORTED_LOCATION, which the tree doesn't have`,
    `lib/cmake/foo/foo.cmake: names /usr/src/foo-1.0/include in INTERFACE_INCLUDE_DIRECTORIES, ${elsewhere}`,
    `lib/libQ.prl: names /usr/src/foo-1.0/libq.a in QMAKE_PRL_LIBS, ${elsewhere}`,
  ]);
});
