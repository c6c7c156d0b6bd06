import test from 'ava';

import { guestPath } from '../../../src/path.js';
import { pathMap } from '../../../src/relocate/paths.js';
import { relocateText } from '../../../src/relocate/text/relocate-text.js';

const SOURCE = '/binary-builder/source';
const STAGING = '/binary-builder/staging/app/.heroku/vendor';
const PREFIX = '/app/.heroku/vendor';
const map = pathMap(guestPath(PREFIX), [
  { from: guestPath('/binary-builder/staging'), to: '' },
  { from: guestPath(SOURCE), to: '/usr/src/relt-1.0' },
]);

const becomes = test.macro({
  exec: (t, path: string, before: string, after: string) => {
    t.is(relocateText(path, before, { map, filesIn: () => new Set() }), after);
  },
  title: (sentence = '') => sentence,
});

test(
  "a list of CMake's loses the directories of the build, wherever in it they are",
  becomes,
  'lib/cmake/foo/foo-targets.cmake',
  `INTERFACE_LINK_LIBRARIES "${STAGING}/lib/libbar.a;-L${SOURCE}/.libs;-L${SOURCE};m"
INTERFACE_LINK_LIBRARIES "-L${SOURCE}/.libs;-L${STAGING}/lib;\\$<LINK_ONLY:-L${SOURCE}/x>"
INTERFACE_LINK_OPTIONS "-Wl,-rpath,${SOURCE}/.libs"
`,
  `INTERFACE_LINK_LIBRARIES "${PREFIX}/lib/libbar.a;m"
INTERFACE_LINK_LIBRARIES "-L${PREFIX}/lib;\\$<LINK_ONLY:>"
INTERFACE_LINK_OPTIONS ""
`,
);

test(
  "qmake's description loses them too, and its note of where it was built",
  becomes,
  'lib/libQ.prl',
  `QMAKE_PRL_BUILD_DIR = ${SOURCE}/build
QMAKE_PRO_INPUT = q.pro
QMAKE_PRL_LIBS = -L${SOURCE}/lib -L${STAGING}/lib -lz ${STAGING}/lib/libq.a
`,
  `QMAKE_PRO_INPUT = q.pro
QMAKE_PRL_LIBS = -L${PREFIX}/lib -lz ${PREFIX}/lib/libq.a
`,
);

test(
  'a script that tells the flags loses them, and keeps what it says of how it was configured',
  becomes,
  'bin/php-config',
  `#!/bin/sh
prefix="${STAGING}"
configure_options="--prefix=${PREFIX} --with-openssl=${SOURCE}/deps"
ldflags="-L${SOURCE}/lib -L${STAGING}/lib"
`,
  `#!/bin/sh
prefix="${PREFIX}"
configure_options="--prefix=${PREFIX} --with-openssl=/usr/src/relt-1.0/deps"
ldflags=" -L${PREFIX}/lib"
`,
);

test(
  'in a text of another kind flags keep their place',
  becomes,
  'share/notes.txt',
  `-L${SOURCE}/lib QMAKE_PRL_BUILD_DIR = ${SOURCE}\n`,
  '-L/usr/src/relt-1.0/lib QMAKE_PRL_BUILD_DIR = /usr/src/relt-1.0\n',
);
