import test from 'ava';

import { guestPath } from '../../../src/path.js';
import { pathMap } from '../../../src/relocate/paths.js';
import { relocateScript, versionedProgram } from '../../../src/relocate/text/script.js';

const PREFIX = guestPath('/app/.heroku/python');
const map = pathMap(PREFIX, [
  { from: guestPath('/binary-builder/staging'), to: '' },
  { from: guestPath('/binary-builder/source'), to: '/usr/src/python-3.11.2' },
]);

const PYTHON = ['2to3', 'python3', 'python3-config', 'python3.11', 'python3.11-config', 'pip3.11'];

const shebang = test.macro({
  exec: (t, before: string, after: string, programs: readonly string[] = PYTHON) => {
    const body = '\nimport sys\n';
    t.is(relocateScript(before + body, map, new Set(programs)), after + body);
  },
  title: (sentence = '') => sentence,
});

test(
  'an interpreter under DESTDIR is brought to the prefix with its options',
  shebang,
  '#!/binary-builder/staging/app/.heroku/python/bin/python3.11 -sE',
  '#!/app/.heroku/python/bin/python3.11 -sE',
);
test(
  'an interpreter at the prefix that the tree has only with a version gets the exact version',
  shebang,
  '#!/app/.heroku/python/bin/python -I',
  '#!/app/.heroku/python/bin/python3.11 -I',
);
test(
  'an interpreter under DESTDIR that the tree has only with a version gets it too',
  shebang,
  '#! /binary-builder/staging/app/.heroku/python/bin/python',
  '#! /app/.heroku/python/bin/python3.11',
);
test(
  'an interpreter that the tree has stays',
  shebang,
  '#!/app/.heroku/python/bin/python',
  '#!/app/.heroku/python/bin/python',
  [...PYTHON, 'python'],
);
test(
  'an interpreter that the tree has in two versions stays, for nobody can tell which is meant',
  shebang,
  '#!/app/.heroku/python/bin/python',
  '#!/app/.heroku/python/bin/python',
  [...PYTHON, 'python3.10'],
);
const LONG = `#!/bin/sh\n'''exec'`;
test(
  "distlib's interpreter in the second line is brought to the prefix, by its exact version",
  shebang,
  `${LONG} "/binary-builder/staging/app/.heroku/python/bin/python" "$0" "$@"\n' '''`,
  `${LONG} "/app/.heroku/python/bin/python3.11" "$0" "$@"\n' '''`,
);
test(
  'so is one without quotes, with options',
  shebang,
  `${LONG} /binary-builder/source/python3 -sE "$0" "$@"\n' '''`,
  `${LONG} /app/.heroku/python/bin/python3 -sE "$0" "$@"\n' '''`,
);
test(
  'and one in the plain form of the shell',
  shebang,
  `#!/bin/sh\n"exec" "/app/.heroku/python/bin/python" "$0" "$@"`,
  `#!/bin/sh\n"exec" "/app/.heroku/python/bin/python3.11" "$0" "$@"`,
);
test(
  "an interpreter in the build's directories becomes the tree's own",
  shebang,
  '#!/binary-builder/source/python3 -E',
  '#!/app/.heroku/python/bin/python3 -E',
);
test(
  "an interpreter in the build's directories that the tree doesn't have is left to the audit",
  shebang,
  '#!/binary-builder/source/miniperl',
  '#!/binary-builder/source/miniperl',
);
test("the system's interpreters stay", shebang, '#!/usr/bin/env python', '#!/usr/bin/env python');
test(
  'an option with a path of the build is brought to the prefix',
  shebang,
  '#!/usr/bin/awk -f /binary-builder/staging/app/.heroku/python/lib/x.awk',
  '#!/usr/bin/awk -f /app/.heroku/python/lib/x.awk',
);

test("the body of a script is brought to the prefix, with distlib's long interpreter line", (t) => {
  t.is(
    relocateScript(
      `#!/bin/sh\n'''exec' /binary-builder/staging${PREFIX}/bin/python3.11 "$0" "$@"\n' '''\n`,
      map,
      new Set(PYTHON),
    ),
    `#!/bin/sh\n'''exec' ${PREFIX}/bin/python3.11 "$0" "$@"\n' '''\n`,
  );
});

test('a config script is brought to the prefix', (t) => {
  t.is(
    relocateScript(
      '#!/bin/sh\nprefix=/binary-builder/staging/opt/x\necho "-L$prefix/lib"\n',
      map,
      new Set(),
    ),
    '#!/bin/sh\nprefix=/opt/x\necho "-L$prefix/lib"\n',
  );
});

test('versions are compared part by part', (t) => {
  t.is(versionedProgram('python3', new Set(['python31', 'python3.11'])), 'python3.11');
  t.is(versionedProgram('python', new Set(['python3.1', 'python3.11'])), undefined);
  t.is(versionedProgram('ruby', new Set(['ruby3.1', 'rubygems'])), 'ruby3.1');
  t.is(versionedProgram('perl', new Set(['perldoc'])), undefined);
});
