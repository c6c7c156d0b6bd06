import test from 'ava';

import { guestPath } from '../../../src/path.js';
import { pathMap } from '../../../src/relocate/paths.js';
import { relocatePkgConfig } from '../../../src/relocate/text/pkg-config.js';

const PREFIX = guestPath('/app/.heroku/vendor');
const map = pathMap(PREFIX, [
  { from: guestPath('/binary-builder/staging'), to: PREFIX },
  { from: guestPath('/binary-builder/source'), to: '/usr/src/libffi-3.1' },
]);

test("libffi 3.1's file is brought to the prefix, and its make-style reference mended", (t) => {
  t.is(
    relocatePkgConfig(
      `\
prefix=/binary-builder/staging
exec_prefix=\${prefix}
libdir=\${exec_prefix}/lib
toolexeclibdir=$(libdir)/../lib
includedir=\${libdir}/libffi-3.1/include

Name: libffi
Description: Library supporting Foreign Function Interfaces
Version: 3.1
Libs: -L\${toolexeclibdir} -lffi
Cflags: -I\${includedir}
`,
      map,
    ),
    `\
prefix=/app/.heroku/vendor
exec_prefix=\${prefix}
libdir=\${exec_prefix}/lib
toolexeclibdir=\${libdir}/../lib
includedir=\${libdir}/libffi-3.1/include

Name: libffi
Description: Library supporting Foreign Function Interfaces
Version: 3.1
Libs: -L\${toolexeclibdir} -lffi
Cflags: -I\${includedir}
`,
  );
});

test('fields are brought to the prefix too, without flags that lead into the build', (t) => {
  t.is(
    relocatePkgConfig(
      `\
Libs: -L/binary-builder/source/.libs -L/binary-builder/staging/lib -lmemcached
Libs.private: -lsasl2 -Wl,-rpath,/binary-builder/source/.libs -L/usr/lib/sasl
Cflags: -I/binary-builder/staging/include
`,
      map,
    ),
    `\
Libs: -L/app/.heroku/vendor/lib -lmemcached
Libs.private: -lsasl2 -L/usr/lib/sasl
Cflags: -I/app/.heroku/vendor/include
`,
  );
});

test('round brackets stay where they are no reference to a variable of the file', (t) => {
  const text = `prefix=/app/.heroku/vendor\nDescription: $(shell) and $$(prefix) (prefix)\n`;
  t.is(relocatePkgConfig(text, map), text);
});
