import { readFile, writeFile } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { readContents, readRecord } from '../../../src/store/index.js';
import { FILE as REGULAR, forge } from '../../archive/zip/forge.js';
import { serve, whole } from '../../source/server.js';
import { runCli } from '../cli.js';
import { failsWith, sourceOf, workspace, writeRecipe } from './fixture.js';

const RECORD = 'checksums/debian12/tiny-1.0-linux-x64';
const NOT_COMPILED = { build: { system: 'none', make: {}, install: {} } };

test('a single file becomes an artifact as it is', async (t) => {
  const here = await workspace(t);
  const body = Buffer.from('<?php echo "hello";\n');
  const file = inHost(here.folder, 'tiny.phar');
  await writeFile(file, body);
  const { sha256 } = await sourceOf(file);
  const { origin } = await serve(t, whole(body));
  const url = `${origin}/download/{version}/tiny.phar?from=us`;
  const versions = { '1.0': { sha256 } };
  const tests = [{ name: 'is there', run: 'cat "$PREFIX/tiny.phar"', expect: ['hello'] }];
  await writeRecipe(here, { ...NOT_COMPILED, url, versions, tests });
  const archive = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  const said = failsWith(t, archive, { exitCode: 3, code: 'NOT_AN_ARCHIVE' });
  t.true(said.includes("'unpack: false' in the recipe"), said);

  await writeRecipe(here, { ...NOT_COMPILED, url, versions, tests, unpack: false });
  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  t.is(run.exitCode, 0, run.stdout + run.stderr);
  const contents = await readContents(inHost(here.cwd, `${RECORD}.contents.json`));
  t.deepEqual(
    contents?.members.map(({ path, size, mode }) => [path, size, mode]),
    [['tiny.phar', body.length, '0644']],
  );
  const record = await readRecord(inHost(here.cwd, `${RECORD}.yml`));
  t.is(record.manifest.source_sha256, sha256);
  const again = await runCli(['rebuild', 'artifacts/debian12/tiny-1.0-linux-x64.tgz'], here);
  t.is(again.exitCode, 0, again.stdout + again.stderr);
});

test('a file is published with its own bytes and suffix', async (t) => {
  const here = await workspace(t);
  const file = inHost(here.folder, 'tiny.tar.bz2');
  await writeFile(file, `not looked into ${here.folder}\n#!/binary-builder/source/bin/x\n`);
  const { url, sha256, md5 } = await sourceOf(file);
  const tests = [{ name: 'is there', run: 'cat "$PREFIX/tiny.tar.bz2"', expect: ['not looked'] }];
  const tiny = { ...NOT_COMPILED, url, versions: { '1.0': { sha256 } }, tests, unpack: false };
  const audit = { skip: [{ check: 'prefix-leak', reason: 'It is what upstream publishes.' }] };
  await writeRecipe(here, { ...tiny, audit, artifact: { as: 'file' } });
  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  t.is(run.exitCode, 0, run.stdout + run.stderr);
  const artifact = 'artifacts/debian12/tiny-1.0-linux-x64.tar.bz2';
  t.deepEqual(await readFile(inHost(here.cwd, artifact)), await readFile(file));
  const record = await readRecord(inHost(here.cwd, `${RECORD}.tar.bz2.yml`));
  t.like(record, { single: 'tiny.tar.bz2', sha256, md5, tar_sha256: undefined });
  t.like(record.manifest, { uri: artifact, sha256, source_sha256: sha256 });
  for (const words of [['verify'], ['rebuild'], ['test'], ['artifacts', 'show']]) {
    const again = await runCli([...words, artifact], here);
    t.is(again.exitCode, 0, again.stdout + again.stderr);
  }
  const moved = await runCli(['relocate', artifact, '--prefix=/opt/x'], here);
  failsWith(t, moved, { exitCode: 2, code: 'USAGE' });
  await writeFile(inHost(here.cwd, artifact), 'changed');
  const changed = await runCli(['verify', artifact], here);
  t.is(changed.exitCode, 5, changed.stdout + changed.stderr);

  const more = { build: { ...NOT_COMPILED.build, install: { after: 'touch "$TREE/more"' } } };
  await writeRecipe(here, { ...tiny, ...more, audit, artifact: { as: 'file' } });
  const two = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  t.true(
    `${two.stdout}${two.stderr}`.includes('There is not just tiny.tar.bz2: more, tiny.tar.bz2.'),
  );
});

test('a zip becomes an artifact', async (t) => {
  const here = await workspace(t);
  const zip = inHost(here.folder, 'tiny-1.0.zip');
  const members = [
    { name: 'tiny-1.0/bin/hello', content: '#!/bin/sh\necho hello\n', mode: REGULAR | 0o755 },
  ];
  await writeFile(zip, forge(members));
  const { url, sha256 } = await sourceOf(zip);
  await writeRecipe(here, { ...NOT_COMPILED, url, versions: { '1.0': { sha256 } } });
  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  t.is(run.exitCode, 0, run.stdout + run.stderr);
  const record = await readRecord(inHost(here.cwd, `${RECORD}.yml`));
  t.is(record.sources[0]?.sha256, sha256);
  t.true(
    (await readFile(inHost(here.cwd, `${RECORD}.contents.json`), 'utf8')).includes('bin/hello'),
  );
});
