import test from 'ava';

import { guestPath } from '../../src/path.js';
import { decideLink } from '../../src/relocate/links.js';
import { pathMap } from '../../src/relocate/paths.js';

const PREFIX = guestPath('/app/.heroku/vendor');
const map = pathMap(PREFIX, [
  { from: guestPath('/binary-builder/staging'), to: '' },
  { from: guestPath('/binary-builder/source'), to: '/usr/src/x' },
]);

test('an absolute link into the tree becomes relative', (t) => {
  t.deepEqual(decideLink('lib/libx.so', '/app/.heroku/vendor/lib/libx.so.1', map), {
    action: 'relink',
    target: 'libx.so.1',
  });
  t.deepEqual(decideLink('bin/x', '/binary-builder/staging/app/.heroku/vendor/lib/x/run', map), {
    action: 'relink',
    target: '../lib/x/run',
  });
  t.deepEqual(decideLink('self', '/app/.heroku/vendor', map), { action: 'relink', target: '.' });
  t.deepEqual(decideLink('a/b/up', '/app/.heroku/vendor/', map), {
    action: 'relink',
    target: '../..',
  });
});

test('a relative link within the tree stays as it is', (t) => {
  t.deepEqual(decideLink('lib/libx.so', './libx.so.1', map), { action: 'keep' });
  t.deepEqual(decideLink('bin/x', '../..hidden', map), { action: 'keep' });
});

test('a link out of the tree stays and is told', (t) => {
  t.deepEqual(decideLink('lib/libz.so', '/usr/lib/libz.so.1', map), {
    action: 'warn',
    reason: 'leads out of the tree, to /usr/lib/libz.so.1',
  });
  t.deepEqual(decideLink('lib/libz.so', '../../usr/lib/libz.so.1', map), {
    action: 'warn',
    reason: 'leads out of the tree, to ../../usr/lib/libz.so.1',
  });
});

test('a link into the build is left for the audit', (t) => {
  t.deepEqual(decideLink('include', '/binary-builder/source/include', map), { action: 'keep' });
});
