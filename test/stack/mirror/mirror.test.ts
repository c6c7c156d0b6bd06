import test from 'ava';
import { deriveLines } from '../../../src/stack/mirror/mirror.js';

test('a suite is taken from where the machine takes its own', (t) => {
  const answer = [
    'Debian|http://mirror.test/debian/|trixie|main',
    'Debian|http://mirror.test/debian/|trixie-updates|main',
    'Debian|http://mirror.test/security/|trixie-security|main',
    'Debian|http://mirror.test/debian/|trixie|contrib',
    'Debian Backports|http://mirror.test/debian/|trixie-backports|main',
    'Node|http://elsewhere.test/|nodistro|main',
    '',
  ].join('\n');
  t.deepEqual(deriveLines('bookworm', answer), [
    'deb http://mirror.test/debian/ bookworm main',
    'deb http://mirror.test/debian/ bookworm-updates main',
    'deb http://mirror.test/security/ bookworm-security main',
  ]);
});

test('a machine that is no Debian gives no mirror', (t) => {
  t.deepEqual(deriveLines('bookworm', 'Ubuntu|http://mirror.test/ubuntu/|noble|main\n'), []);
  t.deepEqual(deriveLines('bookworm', ''), []);
});
