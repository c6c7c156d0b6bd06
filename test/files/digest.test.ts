import test from 'ava';
import { BuilderError } from '../../src/error.js';
import { findMismatch, parseDigest, strongest } from '../../src/files/index.js';

const MD5 = '0da1a5ed7786ac12dcbaf0d499d8a049';
const SHA256 = 'd66c56ad259a82cf2a9dfc408b32bf5da52371500b84745f7fb8b645712df676';

test('a digest is read in either case, with space around it', (t) => {
  t.is(parseDigest('md5', ` ${MD5.toUpperCase()}\n`, '--md5'), MD5);
});

test('a digest of the wrong length says what it has and what it takes', (t) => {
  const error = t.throws(() => parseDigest('md5', MD5.slice(1), '--md5'), {
    instanceOf: BuilderError,
    code: 'DIGEST_MALFORMED',
  });
  t.is(
    error.message,
    `--md5 is not an md5 digest: it takes 32 hex digits, and '${MD5.slice(1)}' has 31 characters`,
  );
  t.is(error.exitCode, 2);
});

test('a digest of another algorithm is recognised', (t) => {
  const error = t.throws(() => parseDigest('md5', SHA256, '--md5'), { instanceOf: BuilderError });
  t.is(error.hint, 'This has the length of a sha256 digest: pass it as --sha256.');
});

test('a digest with other characters than hex digits is refused', (t) => {
  t.throws(() => parseDigest('md5', `g${MD5.slice(1)}`, '--md5'), { code: 'DIGEST_MALFORMED' });
});

test('a mismatch is found among digests that both sides have', (t) => {
  t.is(findMismatch({ md5: MD5 }, { sha256: SHA256 }), undefined);
  t.is(findMismatch({ md5: MD5, sha256: SHA256 }, { md5: MD5, sha256: SHA256 }), undefined);
  t.deepEqual(findMismatch({ md5: MD5 }, { md5: 'other' }), {
    algorithm: 'md5',
    expected: MD5,
    found: 'other',
  });
});

test('the strongest digest is the longest', (t) => {
  t.deepEqual(strongest({ md5: MD5, sha256: SHA256 }), { algorithm: 'sha256', digest: SHA256 });
  t.is(strongest({}), undefined);
});
