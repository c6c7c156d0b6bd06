import test from 'ava';
import { orderOptions, parseOrders, parseSignature } from '../../../src/cli/options/order.js';
import { Address } from '../../../src/network/address.js';

const options = (given: object = {}) => orderOptions.parse(given);

test('words of the form NAME@VERSION are orders, in their order', (t) => {
  const orders = parseOrders(['libffi@3.4.4', 'python@3.11.2'], options({ stack: 'debian12' }));
  t.deepEqual(
    orders.map(({ name, version, stack }) => ({ name, version, stack })),
    [
      { name: 'libffi', version: '3.4.4', stack: 'debian12' },
      { name: 'python', version: '3.11.2', stack: 'debian12' },
    ],
  );
});

test('the classic form is an order too, with everything that it says', (t) => {
  const given = {
    name: 'python',
    version: '3.10',
    md5: 'F6B5226CCBA5AE1CA9376AABA0B0F673',
    url: 'https://example.org/python.tgz',
    gitCommitSha: 'A'.repeat(40),
    option: ['ensurepip=no', 'git'],
    arch: 's390x',
  };
  t.deepEqual(parseOrders([], options(given)), [
    {
      name: 'python',
      version: '3.10',
      digests: { md5: 'f6b5226ccba5ae1ca9376aaba0b0f673' },
      url: new Address('https://example.org/python.tgz'),
      secretQuery: [],
      commit: 'a'.repeat(40),
      options: { ensurepip: false, git: true },
      stack: undefined,
      arch: 's390x',
      mode: undefined,
    },
  ]);
});

test('a version may have an @ before it only once: the last one counts', (t) => {
  t.like(parseOrders(['a@b@1'], options())[0], { name: 'a@b', version: '1' });
});

for (const word of ['libffi', 'libffi@', '@3.4.4', '@']) {
  test(`'${word}' is refused, with an example`, (t) => {
    const error = t.throws(() => parseOrders([word], options()));
    t.like(error, { code: 'USAGE', message: `'${word}' is not of the form NAME@VERSION.` });
    t.like(error, {
      hint: `For example: libffi@3.4.4. 'binary-builder recipes show ${word.replace('@', '')}' lists versions.`,
    });
  });
}

test('half a classic form is refused: it says which half is missing', (t) => {
  t.throws(() => parseOrders([], options({ name: 'libffi' })), {
    message: '--name=libffi needs a --version.',
  });
  t.throws(() => parseOrders([], options({ version: '1' })), {
    message: '--version needs a --name.',
  });
});

test('nothing at all is refused', (t) => {
  t.throws(() => parseOrders([], options()), { message: 'Nothing was asked for.' });
});

test('a checksum or an address is refused for several requests, and for one word beside a name', (t) => {
  const message = 'A checksum or an address belongs to one request, not to several.';
  const md5 = '0'.repeat(32);
  t.throws(() => parseOrders(['a@1', 'b@1'], options({ md5 })), { message });
  t.throws(() => parseOrders(['a@1', 'b@1'], options({ url: 'file:///a' })), { message });
  t.throws(() => parseOrders(['a@1'], options({ name: 'b', version: '1', md5 })), { message });
  t.is(parseOrders(['a@1'], options({ md5 })).length, 1);
});

test('a signature and its key go together', (t) => {
  t.is(parseSignature(options()), undefined);
  t.deepEqual(parseSignature(options({ gpgRsaKeyId: 'A1', gpgSignature: 'x.asc' })), {
    keyId: 'A1',
    signature: 'x.asc',
  });
  for (const half of [{ gpgRsaKeyId: 'A1' }, { gpgSignature: 'x.asc' }]) {
    t.throws(() => parseSignature(options(half)), {
      message: '--gpg-rsa-key-id and --gpg-signature go together.',
    });
  }
});

test('several architectures are an order each, with the mode that was asked for', (t) => {
  const orders = parseOrders(
    ['libffi@3.4.4'],
    options({ arch: 'x64, s390x,x64', buildMode: 'cross' }),
  );
  t.deepEqual(
    orders.map(({ name, arch, mode }) => [name, arch, mode]),
    [
      ['libffi', 'x64', 'cross'],
      ['libffi', 's390x', 'cross'],
    ],
  );
  t.throws(() => parseOrders(['libffi@3.4.4'], options({ arch: 'x64,' })), { code: 'USAGE' });
});

test('there has to be a digest where one is to be trusted', (t) => {
  const error = t.throws(() => parseOrders(['libffi@3.4.4'], options({ trustDigest: true })));
  t.like(error, { code: 'USAGE', message: '--trust-digest needs a digest to trust.' });
  const given = { trustDigest: true, md5: 'F6B5226CCBA5AE1CA9376AABA0B0F673' };
  t.like(parseOrders(['libffi@3.4.4'], options(given))[0], { trustDigest: true });
});
