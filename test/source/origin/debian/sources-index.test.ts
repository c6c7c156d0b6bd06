import test from 'ava';
import {
  choosePackage,
  parseSources,
  upstreamVersion,
} from '../../../../src/source/origin/debian/sources-index.js';

const MD5 = '0da1a5ed7786ac12dcbaf0d499d8a049';
const SHA256 = 'd66c56ad259a82cf2a9dfc408b32bf5da52371500b84745f7fb8b645712df676';

const SHOWSRC = `Package: libffi
Binary: libffi-dev, libffi8,
 libffi8-udeb
Version: 3.4.4-1
Files:
 1a2b3c4d5e6f708192a3b4c5d6e7f809 2086 libffi_3.4.4-1.dsc
 ${MD5} 1362394 libffi_3.4.4.orig.tar.gz
 99999999999999999999999999999999 6708 libffi_3.4.4-1.debian.tar.xz
Checksums-Sha256:
 ${SHA256} 1362394 libffi_3.4.4.orig.tar.gz
Directory: pool/main/libf/libffi

Package: libffi
Version: 1:3.5.0-2
Files:
 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 9 libffi_3.5.0.orig.tar.xz
 bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb 9 libffi_3.5.0.orig-extra.tar.xz
 cccccccccccccccccccccccccccccccc 9 libffi_3.5.0.orig.tar.xz.asc
`;

const WANTED = { package: 'libffi', suite: 'bookworm', version: '3.4.4' };

test("upstream's archives and their digests are read, other files are left out", (t) => {
  t.deepEqual(parseSources(SHOWSRC), [
    {
      version: '3.4.4-1',
      archives: [
        {
          name: 'libffi_3.4.4.orig.tar.gz',
          digests: { md5: MD5, sha256: SHA256 },
          size: 1_362_394,
        },
      ],
    },
    {
      version: '1:3.5.0-2',
      archives: [{ name: 'libffi_3.5.0.orig.tar.xz', digests: { md5: 'a'.repeat(32) }, size: 9 }],
    },
  ]);
});

test('a package is chosen by digest, whatever version the suite calls it', (t) => {
  const packages = parseSources(SHOWSRC);
  t.deepEqual(choosePackage(packages, { ...WANTED, expected: { md5: 'a'.repeat(32) } }), {
    kind: 'chosen',
    version: '1:3.5.0-2',
    file: 'libffi_3.5.0.orig.tar.xz',
    size: 9,
  });
});

test('a package is chosen by version when no digest can be compared', (t) => {
  const expected = { sha512: 'f'.repeat(128) };
  t.deepEqual(choosePackage(parseSources(SHOWSRC), { ...WANTED, expected }), {
    kind: 'chosen',
    version: '3.4.4-1',
    file: 'libffi_3.4.4.orig.tar.gz',
    size: 1_362_394,
  });
});

test('the right version with another digest is not chosen, and the message says what is there', (t) => {
  const choice = choosePackage(parseSources(SHOWSRC), {
    ...WANTED,
    expected: { md5: 'f'.repeat(32) },
  });
  t.deepEqual(choice, {
    kind: 'none',
    reason: `bookworm has libffi only as 3.4.4-1 (md5 ${MD5}), 1:3.5.0-2 (md5 ${'a'.repeat(32)})`,
  });
});

test('one digest of two that differs is enough to leave a package', (t) => {
  const expected = { md5: MD5, sha256: 'f'.repeat(64) };
  t.is(choosePackage(parseSources(SHOWSRC), { ...WANTED, expected }).kind, 'none');
});

test('a package that the suite does not have is named', (t) => {
  t.deepEqual(choosePackage(parseSources(''), { ...WANTED, expected: { md5: MD5 } }), {
    kind: 'none',
    reason: 'bookworm has no source package libffi',
  });
});

test('a Debian version loses its epoch and its last revision', (t) => {
  t.is(upstreamVersion('3.4.4-1'), '3.4.4');
  t.is(upstreamVersion('2:1.0-rc1-3+deb12u1'), '1.0-rc1');
  t.is(upstreamVersion('2024a'), '2024a');
});
