import test from 'ava';
import { describeOrigin, publicUrl, redact } from '../../src/source/redact.js';

test('user names and passwords are taken out of the URLs in a text', (t) => {
  t.is(
    redact('E: Failed to fetch https://me:p%40ss@host/a?b=c@d and http://token@x:80'),
    'E: Failed to fetch https://host/a?b=c@d and http://x:80',
  );
  t.is(redact('see https://host/@scope/name'), 'see https://host/@scope/name');
});

test('a URL loses its credentials, even one that cannot be parsed', (t) => {
  t.is(publicUrl('https://me:secret@host/x'), 'https://host/x');
  t.is(publicUrl('https://me:se/cret@host/x'), 'https://host/x');
});

test('a Debian origin names suite and package, and no host', (t) => {
  t.is(
    describeOrigin({ kind: 'debian', package: 'libffi', suite: 'sid', version: '3.4.4' }),
    'debian:sid/libffi',
  );
});
