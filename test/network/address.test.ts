import { inspect } from 'node:util';
import test from 'ava';
import {
  Address,
  byPublicUri,
  maskedUri,
  publicUri,
  secretsIn,
  withoutSecrets,
} from '../../src/network/address.js';

const shownOf = (address: string, secretQuery?: string[]): string =>
  publicUri(address, secretQuery);

const PUBLIC: [address: string, shown: string][] = [
  ['https://me:secret@host/x', 'https://host/x'],
  ['https://me:se/cret@host/x', 'https://host/x'],
  ['https://s3cret@example.org', 'https://example.org'],
  ['https://me:p@w@example.org/a', 'https://example.org/a'],
  ['https://me:p w@example.org/a', 'https://example.org/a'],
  ['https:\\\\me:pw@example.org\\a', 'https://example.org/a'],
  ['https://h/a.tgz?token=s3cret', 'https://h/a.tgz'],
  ['https://h/a.tgz?token=s3cret&version=3', 'https://h/a.tgz?version=3'],
  ['https://h/a.tgz?version=3&Access_Token=s3cret', 'https://h/a.tgz?version=3'],
  ['https://h/a.tgz?a=1&password=s3cret&sig=s3cret&b=2#top', 'https://h/a.tgz?a=1&b=2#top'],
  ['https://h/a?X-Amz-Credential=s3cret&X-Amz-SignedHeaders=host;range', 'https://h/a'],
  ['https://h/a?x=1&X-Goog-Signature=s3cret&AWSAccessKeyId=s3cret', 'https://h/a?x=1'],
  ['https://h/a?privateToken=s3cret&apiKey=s3cret&key=s3cret&client_secret=s3cret', 'https://h/a'],
  ['https://h/a?x=1;token=s3cret;s3cret&y=2', 'https://h/a?x=1&y=2'],
  ['https://h/a?%74oken=s3cret', 'https://h/a'],
  ['https://h/a#access_token=s3cret', 'https://h/a'],
  ['https://u:s3cret@h/a?token=s3cret', 'https://h/a'],
  ['ssh://git:s3cret@h/x.git', 'ssh://git@h/x.git'],
];

for (const [address, shown] of PUBLIC) {
  test(`of ${address.replaceAll('s3cret', '…')} only ${shown} is shown`, (t) => {
    t.is(shownOf(address), shown);
    t.true(new Address(address).withheld.length > 0);
  });
}

for (const address of [
  'https://example.org/A%20b.tgz?version=1.2&arch=x64;a=b&&#top',
  'https://example.org/?design=1&monkey=2&author=me&keyword=x&passage=3&token=',
  'https://example.org/a.tgz?token',
  'file:///srv/me@home/a.tgz',
  'ssh://git@example.org/x.git',
  'git@example.org:x.git',
  'not an address',
  'debian:sid/libffi',
]) {
  test(`${address} has no secrets and stays as it was written`, (t) => {
    t.is(shownOf(address), address);
    t.deepEqual(new Address(address).withheld, []);
  });
}

test('a query field that was named is a secret too, however it is written', (t) => {
  t.is(shownOf('https://h/a?Ticket=s3cret&version=1', ['ticket']), 'https://h/a?version=1');
  t.deepEqual(new Address('https://h/a?Ticket=s3cret', ['ticket']).withheld, ['Ticket']);
});

test('an address can be printed and serialised, and nobody sees its secrets', (t) => {
  const full = 'https://user:s3cret@h/a?token=t0ken&x=1';
  const address = new Address(full);
  const shown = 'https://h/a?x=1';
  t.is(String(address), shown);
  t.is(JSON.stringify({ address }), `{"address":"${shown}"}`);
  t.is(inspect({ address }), `{ address: ${shown} }`);
  t.is(inspect(address, { showHidden: true }), shown);
  t.deepEqual(Object.values(address), [shown, ['user name', 'password', 'token']]);
  t.is(address.full(), full);
});

test('what others say of an address is told without its secrets, however they spell them', (t) => {
  const address = new Address('https://user:p%40ssword@h/a?ticket=T1CK%2FET&sig=x', ['ticket']);
  const basic = Buffer.from('user:p@ssword').toString('base64');
  t.is(
    address.conceal(
      `p@ssword and T1CK/ET are not good, Basic ${basic} neither; see https://h/b?ticket=other`,
    ),
    '*** and *** are not good, Basic *** neither; see https://h/b',
  );
  t.is(new Address('https://t0kent0ken@h/a').conceal('no t0kent0ken'), 'no ***');
  t.is(new Address('https://me:abc@h/a').conceal('abc is in any text'), 'abc is in any text');
});

test('secrets are taken out of the addresses in a text', (t) => {
  t.is(
    withoutSecrets('E: Failed to fetch https://me:p%40ss@host/a?b=c@d and http://token@x:80'),
    'E: Failed to fetch https://host/a?b=c@d and http://x:80',
  );
  t.is(withoutSecrets('see https://host/@scope/name'), 'see https://host/@scope/name');
  t.is(
    withoutSecrets('(https://h/a?token=x), "https://h/b?v=1&sig=y": https://h/c?sig=z.'),
    '(https://h/a), "https://h/b?v=1": https://h/c.',
  );
});

test('where secrets stand in a text is told, with what is to stand there', (t) => {
  t.deepEqual(secretsIn('# https://a:b@h/x, https://h/y'), [
    { start: 2, end: 18, text: 'https://h/x,' },
  ]);
});

test('a mask tells that there is a secret, and not which', (t) => {
  const masked: string[] = ['https://me:secret@h/a?token=x&version=1', 'ssh://git@h/a'].map((uri) =>
    maskedUri(uri),
  );
  t.deepEqual(masked, ['https://***@h/a?token=***&version=1', 'ssh://git@h/a']);
});

test('full addresses are found by what stands for them, in their order and each once', (t) => {
  const [first, second] = ['https://h/a?token=1', 'https://h/a?token=2'].map(
    (uri) => new Address(uri),
  );
  if (first === undefined || second === undefined) throw new TypeError('two addresses');
  const known = byPublicUri([first, second, new Address(first.full())]);
  t.deepEqual(
    known.get('https://h/a')?.map((address) => address.full()),
    ['https://h/a?token=1', 'https://h/a?token=2'],
  );
});

test('no text keeps whoever looks for addresses in it busy', (t) => {
  t.timeout(20_000);
  const many = 400_000;
  for (const text of [
    'a'.repeat(many),
    `http://x${'.'.repeat(many)}y`,
    '//'.repeat(many),
    'a://'.repeat(many),
    'a:// '.repeat(many),
  ]) {
    for (const clean of [withoutSecrets, maskedUri, publicUri])
      t.is<string, string>(clean(text), text);
    t.deepEqual(new Address(text).withheld, []);
  }
});

test('what only looks like a user before a host goes, word by word', (t) => {
  t.is<string, string>(publicUri('no//me:pass/word@h x//y z@'), 'no//h x//y z@');
  t.deepEqual(new Address('no//me:pass/word@h').withheld, ['user name', 'password']);
});
