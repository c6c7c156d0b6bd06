import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import test from 'ava';
import { execa } from 'execa';
import { create } from 'tar';
import { inHost, type HostPath } from '../../../src/path.js';
import { serve, whole } from '../../source/server.js';
import { runCli } from '../cli.js';
import { failsWith, filesBelow, namesIn, sourceOf, workspace, writeRecipe } from './fixture.js';

const ZEROS = '0'.repeat(64);

test('other bytes than the digest says: names both digests and the address, keeps nothing', async (t) => {
  const here = await workspace(t, { versions: { '1.0': {} } });
  const { origin } = await serve(t, whole(await readFile(here.source.path)));
  const url = `${origin}/tiny-1.0.tar.gz`;
  await writeRecipe(here, { url, versions: { '1.0': { sha256: ZEROS } } });

  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  const said = failsWith(t, run, { exitCode: 3, code: 'DIGEST_MISMATCH' });
  for (const part of [ZEROS, here.source.sha256, url]) t.true(said.includes(part), part);
  t.deepEqual(await filesBelow(inHost(here.cache, 'sources')), []);
  t.deepEqual(await namesIn(inHost(here.cache, 'work')), []);
  t.deepEqual(await filesBelow(inHost(here.cwd, 'artifacts')), []);
});

test('of several digests all are checked', async (t) => {
  const here = await workspace(t, { versions: { '1.0': {} } });
  const good = `--sha256=${here.source.sha256}`;
  const run = await runCli(['fetch', 'tiny@1.0', good, `--md5=${'0'.repeat(32)}`], here);
  const said = failsWith(t, run, { exitCode: 3, code: 'DIGEST_MISMATCH' });
  t.true(said.includes(here.source.md5), said);
  const both = await runCli(['fetch', 'tiny@1.0', good, `--md5=${here.source.md5}`], here);
  t.is(both.exitCode, 0, both.stderr);
});

test('a digest that contradicts the recipe’s: nothing is fetched', async (t) => {
  const here = await workspace(t);
  const run = await runCli(['fetch', 'tiny@1.0', `--sha256=${ZEROS}`], here);
  const said = failsWith(t, run, { exitCode: 3, code: 'DIGEST_CONFLICT' });
  for (const part of [ZEROS, here.source.sha256, here.source.url]) t.true(said.includes(part));
});

test('an address that nobody answers at: tells each that was tried', async (t) => {
  const here = await workspace(t);
  const missing = `file://${here.folder}/missing.tar.gz`;
  await writeRecipe(here, { url: missing });
  const run = await runCli(['fetch', 'tiny@1.0'], here);
  const said = failsWith(t, run, { exitCode: 3, code: 'SOURCE_UNAVAILABLE' });
  t.true(said.includes(missing), said);
  t.regex(said, /→/);
});

test('an archive with ../ writes nothing, inside or outside', async (t) => {
  const here = await workspace(t);
  const evil = inHost(here.folder, 'evil.tar.gz');
  const inner = inHost(here.folder, 'inner');
  await mkdir(inner);
  await writeFile(inHost(here.folder, 'escaped.txt'), 'out\n');
  await create({ file: evil, cwd: inner, gzip: true, preservePaths: true }, ['../escaped.txt']);
  const source = await sourceOf(evil);
  await writeRecipe(here, { url: source.url, versions: { '1.0': { sha256: source.sha256 } } });

  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  const said = failsWith(t, run, { exitCode: 3, code: 'UNSAFE_ARCHIVE' });
  t.regex(said, /evil\.tar\.gz is not safe to unpack: .*\.\.\/escaped\.txt/);
  t.regex(said, /→ Nothing was unpacked\./);
  const [build = ''] = await namesIn(inHost(here.cache, 'work'));
  t.deepEqual(await filesBelow(inHost(here.cache, 'work', build, 'box')), []);
  t.false((await filesBelow(here.cache)).some((file) => file.endsWith('escaped.txt')));
});

test('what a recipe excludes of its source is not unpacked, and stands in the record', async (t) => {
  const here = await workspace(t);
  const top = inHost(here.folder, 'upstream', 'tiny-1.0');
  await symlink('/etc/passwd', inHost(top, 'absolute'));
  const file = inHost(here.folder, 'linked.tar.gz');
  await execa('tar', ['-czf', file, '-C', inHost(here.folder, 'upstream'), 'tiny-1.0']);
  const { url, sha256 } = await sourceOf(file);
  const recipe = { url, versions: { '1.0': { sha256 } } };

  await writeRecipe(here, recipe);
  const refused = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  const said = failsWith(t, refused, { exitCode: 3, code: 'UNSAFE_ARCHIVE' });
  t.regex(said, /tiny-1\.0\/absolute: it is a link to the absolute path \/etc\/passwd/);
  t.regex(said, /'exclude' beside the recipe's source leaves members out/);

  await writeRecipe(here, { ...recipe, exclude: ['*/absolute'] });
  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  t.is(run.exitCode, 0, run.stderr);
  const record = inHost(here.cwd, 'checksums/debian12/tiny-1.0-linux-x64.yml');
  t.regex(await readFile(record, 'utf8'), /left_out:\n +- tiny-1\.0\/absolute\n/);
  const again = await runCli(['rebuild', 'tiny-1.0'], here);
  t.is(again.exitCode, 0, again.stderr);
});

test('a source that is no archive: says what it looks like', async (t) => {
  const here = await workspace(t);
  const page = inHost(here.folder, 'tiny-1.0.tar.gz');
  await writeFile(page, '<!DOCTYPE html><html><body>Moved</body></html>\n');
  const source = await sourceOf(page);
  await writeRecipe(here, { url: source.url, versions: { '1.0': { sha256: source.sha256 } } });
  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  const said = failsWith(t, run, { exitCode: 3, code: 'NOT_AN_ARCHIVE' });
  t.regex(said, /tiny-1\.0\.tar\.gz is not an archive: it looks like an HTML page/);
  t.regex(said, /→ A source has to be a tar file/);
});

test('a signature of the named key verifies, by path and by content; another one doesn’t', async (t) => {
  const here = await workspace(t);
  const key = await throwawayKey(here.folder, here.cwd);
  const signature = inHost(here.folder, 'tiny-1.0.tar.gz.asc');
  await key.gpg('--output', signature, '--armor', '--detach-sign', here.source.path);
  const content = await readFile(signature, 'utf8');
  const fetch = (...args: string[]) => runCli(['fetch', 'tiny@1.0', ...args], here);

  for (const given of [signature, content]) {
    const run = await fetch(`--gpg-rsa-key-id=${key.id}`, `--gpg-signature=${given}`);
    t.is(run.exitCode, 0, run.stderr);
  }

  const other = inHost(here.folder, 'other.asc');
  const recipe = inHost(here.cwd, 'recipes/tiny.yml');
  await key.gpg('--output', other, '--armor', '--detach-sign', recipe);
  const wrong = await fetch(`--gpg-rsa-key-id=${key.id}`, `--gpg-signature=${other}`);
  const said = failsWith(t, wrong, { exitCode: 3, code: 'SIGNATURE_INVALID' });
  t.regex(said, /the signature is not of this file/);

  const stranger = await fetch(
    `--gpg-rsa-key-id=${'A'.repeat(40)}`,
    `--gpg-signature=${signature}`,
  );
  failsWith(t, stranger, { exitCode: 3, code: 'SIGNATURE_INVALID' });

  const half = await fetch(`--gpg-rsa-key-id=${key.id}`);
  t.regex(failsWith(t, half, { exitCode: 2, code: 'USAGE' }), /go together/);
});

/** A key made for this test; its public half is where binary-builder looks for keys. */
async function throwawayKey(folder: HostPath, cwd: HostPath) {
  const home = inHost(folder, 'gnupg');
  await mkdir(home, { mode: 0o700 });
  const gpg = (...args: string[]) =>
    execa('gpg', ['--homedir', home, '--batch', '--quiet', '--passphrase', '', ...args]);
  await gpg('--quick-gen-key', 'Tiny <tiny@example.org>', 'rsa2048', 'sign', 'never');
  const { stdout } = await gpg('--with-colons', '--fingerprint');
  const id = /^fpr:+([0-9A-F]{40}):/m.exec(stdout)?.[1] ?? '';
  const keys = inHost(cwd, 'keys');
  await mkdir(keys);
  await gpg('--armor', '--output', inHost(keys, `${id}.asc`), '--export', id);
  await execa('gpgconf', ['--homedir', home, '--kill', 'gpg-agent']);
  return { id, gpg };
}

test('a digest of one’s own wins over the recipe’s where that is said, and the record says so', async (t) => {
  const here = await workspace(t, { versions: { '1.0': { sha256: 'e'.repeat(64) } } });
  const build = ['build', 'tiny@1.0', '--stack=debian12', `--sha256=${here.source.sha256}`];
  const refused = await runCli(build, here);
  t.regex(failsWith(t, refused, { exitCode: 3, code: 'DIGEST_CONFLICT' }), /--trust-digest/);

  const run = await runCli([...build, '--trust-digest'], here);
  t.is(run.exitCode, 0, run.stderr);
  const warning = `what was given is trusted, and not the recipe's sha256 ${'e'.repeat(64)}`;
  t.is(run.stdout.split(warning).length, 2, run.stdout);
  const record = await readFile(
    inHost(here.cwd, 'checksums/debian12/tiny-1.0-linux-x64.yml'),
    'utf8',
  );
  t.regex(record, new RegExp(`trusted_instead_of:\\n +sha256: ${'e'.repeat(64)}\\n`));
  const shown = await runCli(['artifacts', 'show', 'tiny-1.0'], here);
  t.true(shown.stdout.includes(`trusted instead of the recipe's sha256 ${'e'.repeat(64)}`));
  const verified = await runCli(['verify', 'tiny-1.0'], here);
  t.is(verified.exitCode, 0, verified.stdout + verified.stderr);
});
