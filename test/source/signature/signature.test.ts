import { mkdir, writeFile } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { fetchSource } from '../../../src/source/index.js';
import { bytes, failureOf, filesIn } from '../workspace.js';
import { NEWLINE_KEY } from './newline-key.js';
import { BODY, signer } from './signer.js';

test('a good signature is accepted, given as text or as a path', async (t) => {
  const { context, home, fingerprint, sign, request } = await signer(t);
  await writeFile(inHost(home, 'thing.tgz.asc'), sign());
  const signatures = [sign(), inHost(home, 'thing.tgz.asc'), 'thing.tgz.asc'];
  for (const [index, signature] of signatures.entries()) {
    const source = await fetchSource(request(fingerprint, signature), context);
    t.is(source.cached, index > 0);
  }
  t.false(context.events.some(({ type }) => type === 'warning'));
});

for (const armor of ['--armor', '--no-armor']) {
  test(`a key is found in keys/, without a GPG keyring (${armor})`, async (t) => {
    const { context, home, fingerprint, gpg, sign, request } = await signer(t);
    const keys = inHost(home, 'keys');
    await mkdir(keys);
    gpg(armor, '--output', inHost(keys, `${fingerprint.slice(-16)}.asc`), '--export', fingerprint);
    const environment = { PATH: process.env.PATH, GNUPGHOME: inHost(home, 'none') };
    const wanted = request(`0x${fingerprint}`, sign());
    t.is((await fetchSource(wanted, { ...context, environment })).size, 10_000);
  });
}

test('a key is found in the folder that BINARY_BUILDER_KEYS names', async (t) => {
  const { context, home, fingerprint, gpg, sign, request } = await signer(t);
  const keys = inHost(home, 'elsewhere');
  await mkdir(keys);
  gpg('--armor', '--output', inHost(keys, `${fingerprint}.asc`), '--export', fingerprint);
  const environment = {
    PATH: process.env.PATH,
    BINARY_BUILDER_KEYS: keys,
    GNUPGHOME: inHost(home, 'none'),
  };
  const wanted = request(fingerprint.slice(-16), sign());
  t.is((await fetchSource(wanted, { ...context, environment })).size, 10_000);
});

test('a key id of eight digits works as it always did, with a warning', async (t) => {
  const { context, fingerprint, sign, request } = await signer(t);
  const short = fingerprint.slice(-8);
  await fetchSource(request(short.toLowerCase(), sign()), context);
  t.is(
    context.events.find((event) => event.type === 'warning')?.message,
    `thing 1.0: the key id ${short} is short, and others can make keys that share it: ` +
      'use the whole fingerprint',
  );
});

test('a key of the keyring is taken to its last byte, whatever byte that is', async (t) => {
  const { context, home, gpg, request } = await signer(t);
  const key = inHost(home, 'upstream.asc');
  await writeFile(key, NEWLINE_KEY.armored);
  gpg('--import', key);
  const wanted = request(NEWLINE_KEY.fingerprint, NEWLINE_KEY.signature);
  t.is((await fetchSource(wanted, context)).size, 10_000);
});

test('a signature of another key is refused, even of one that is on the machine', async (t) => {
  const { context, fingerprint, sign, makeKey, request } = await signer(t);
  const other = makeKey('stranger@example.com');
  const error = await failureOf(t, fetchSource(request(fingerprint, sign(other)), context));
  t.is(error.code, 'SIGNATURE_INVALID');
  t.is(error.exitCode, 3);
  t.is(
    error.message,
    `thing 1.0: the signature is of key ${other.slice(-16)}, not of ${fingerprint}`,
  );
  t.deepEqual(await filesIn(context.folder), []);
});

test('of several keys in one file, only the one that was asked for counts', async (t) => {
  const { context, home, fingerprint, gpg, sign, makeKey, request } = await signer(t);
  const other = makeKey('stranger@example.com');
  const keys = inHost(home, 'keys');
  await mkdir(keys);
  gpg('--armor', '--output', inHost(keys, `${fingerprint}.asc`), '--export', fingerprint, other);
  const error = await failureOf(t, fetchSource(request(fingerprint, sign(other)), context));
  t.is(error.message, `thing 1.0: the signature is of key ${other}, not of ${fingerprint}`);
});

test('a signature of another file is refused, and nothing stays', async (t) => {
  const { context, file, fingerprint, sign, request } = await signer(t);
  await writeFile(file, bytes(10_000, 'another release'));
  const signature = sign();
  await writeFile(file, BODY);
  const error = await failureOf(t, fetchSource(request(fingerprint, signature), context));
  t.is(error.code, 'SIGNATURE_INVALID');
  t.is(
    error.message,
    'thing 1.0: the signature is not of this file, or the file was changed after it was signed ' +
      `with ${fingerprint}`,
  );
  t.deepEqual(await filesIn(context.folder), []);
});

test('a subkey signs for its primary key', async (t) => {
  const { context, file, fingerprint, gpg, request } = await signer(t);
  gpg('--quick-add-key', fingerprint, 'ed25519', 'sign', 'never');
  const listing = gpg('--with-colons', '--list-keys', fingerprint);
  const [primary, subkey = ''] = [...listing.matchAll(/^fpr:+([0-9A-F]{40}):/gm)].map(
    ([, found]) => found,
  );
  t.is(primary, fingerprint);
  const signature = gpg('--armor', '-u', `${subkey}!`, '--output', '-', '--detach-sign', file);
  for (const keyId of [fingerprint, subkey]) {
    t.is((await fetchSource(request(keyId, signature), context)).size, 10_000);
  }
});

test('a key that is nowhere is an error that says where to put it', async (t) => {
  const { context, home, sign, request } = await signer(t);
  const error = await failureOf(t, fetchSource(request('ABCDEF0123456789', sign()), context));
  t.is(error.code, 'SIGNATURE_INVALID');
  t.is(error.message, 'the GPG key ABCDEF0123456789 is not on this machine');
  t.true(error.hint?.includes(`put it into ${inHost(home, 'keys')} as ABCDEF0123456789.asc`));
  t.true(error.hint?.includes('--export ABCDEF0123456789 > keys/ABCDEF0123456789.asc'));
});

test('what is not an armoured, detached signature is refused', async (t) => {
  const { context, fingerprint, sign, request } = await signer(t);
  const mangled = sign().replace(/\n[A-Za-z0-9+/]{20}/, '\n!!! not base64 !!!');
  for (const signature of [mangled, '-----BEGIN PGP SIGNATURE-----\n', 'a\nb\n']) {
    const error = await failureOf(t, fetchSource(request(fingerprint, signature), context));
    t.is(error.message, 'thing 1.0: the signature is not an armoured, detached GPG signature');
  }
});

test('a signature file that is not there, and a key id that is none, are refused', async (t) => {
  const { context, fingerprint, sign, request } = await signer(t);
  const absent = await failureOf(t, fetchSource(request(fingerprint, 'x.asc'), context));
  t.regex(absent.message, /^cannot read the signature: ENOENT/);
  const noId = await failureOf(t, fetchSource(request('upstream', sign()), context));
  t.is(noId.message, "'upstream' is not the id of a GPG key");
});

test('a key file that holds no key is named', async (t) => {
  const { context, home, fingerprint, sign, request } = await signer(t);
  const key = inHost(home, 'keys', `${fingerprint}.asc`);
  await mkdir(inHost(home, 'keys'));
  await writeFile(key, '<html>');
  const error = await failureOf(t, fetchSource(request(fingerprint, sign()), context));
  t.is(error.message, `${key} is not a GPG key`);
});

test('a machine without gpgv says how to get it', async (t) => {
  const { context, home, fingerprint, gpg, sign, request } = await signer(t);
  await mkdir(inHost(home, 'keys'));
  gpg('--output', inHost(home, 'keys', `${fingerprint}.gpg`), '--export', fingerprint);
  const environment = { PATH: inHost(home, 'keys') };
  const error = await failureOf(
    t,
    fetchSource(request(fingerprint, sign()), { ...context, environment }),
  );
  t.is(error.code, 'MISSING_PROGRAM');
  t.is(error.hint, 'Install it: apt-get install gpgv');
});
