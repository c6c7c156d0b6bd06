import { readFile, rm, writeFile } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { readRecord } from '../../../src/store/index.js';
import { serve, whole } from '../../source/server.js';
import { runCli } from '../cli.js';
import { archive, failsWith, sourceOf, workspace, writeRecipe } from './fixture.js';

const ZEROS = '0'.repeat(64);
const RECORD = 'checksums/debian12/tiny-1.0-linux-x64.yml';

test('further sources lie where the recipe says, and stand in record, list and manifest entry', async (t) => {
  const here = await workspace(t);
  const { folder, cwd } = here;
  const words = await archive(folder, { 'words.txt': 'good morning\n' }, 'words-2.1');
  const tools = await archive(folder, { 'greet.sh': 'cat "$1"\n' }, 'tools-0.3');
  const data = inHost(folder, 'data-7.bin');
  await writeFile(data, 'not an archive\n');
  const file = await sourceOf(data);
  const { origin } = await serve(t, whole(await readFile(words.path)));
  await writeRecipe(here, {
    sources: [
      {
        name: 'words',
        version: '2.1',
        url: `${origin}/{name}-{version}.tar.gz`,
        sha256: words.sha256,
        into: 'share/words',
        listed: true,
      },
      { name: 'tools', version: '0.3', url: tools.url, sha256: tools.sha256 },
      { name: 'data', version: '7', url: file.url, md5: file.md5, unpack: false },
      {
        when: { version: '>=2' },
        use: { name: 'later', version: '1', url: file.url, md5: file.md5 },
      },
    ],
    artifact: { sources: 'sources.yml' },
    build: {
      make: { run: 'if touch "$BB_SOURCES/new"; then exit 9; fi 2>/dev/null' },
      install: {
        run: `mkdir -p "$TREE/bin"
install -m 755 hello.sh "$TREE/bin/hello"
sh "$BB_SOURCES/tools/greet.sh" share/words/words.txt >"$TREE/greeting"
cp "$BB_SOURCES/data" "$TREE/data"`,
      },
    },
    tests: [
      {
        name: 'has what came of each of them',
        source: true,
        run: 'cat "$PREFIX/greeting" "$PREFIX/data" && ls "$BB_SOURCES" "$BB_SOURCE/share/words"',
        expect: ['good morning', 'not an archive', 'tools', 'words.txt'],
      },
    ],
  });

  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12', '--json'], here);
  t.is(run.exitCode, 0, run.stdout + run.stderr);
  const record = await readRecord(inHost(cwd, RECORD));
  t.deepEqual(
    record.sources.map(({ name, version, url }) => [name, version, url]),
    [
      ['tiny', undefined, here.source.url],
      ['words', '2.1', `${origin}/words-2.1.tar.gz`],
      ['tools', '0.3', tools.url],
      ['data', '7', file.url],
    ],
  );
  t.deepEqual(record.manifest.dependencies, [{ name: 'words', version: '2.1' }]);
  t.is(record.sources[1]?.sha256, words.sha256);

  const verified = await runCli(['verify', 'artifacts/debian12/tiny-1.0-linux-x64.tgz'], here);
  t.is(verified.exitCode, 0, verified.stdout + verified.stderr);
  const again = await runCli(['rebuild', 'artifacts/debian12/tiny-1.0-linux-x64.tgz'], here);
  t.is(again.exitCode, 0, again.stdout + again.stderr);

  const fetched = await runCli(['fetch', 'tiny@1.0', '--stack=debian12', '--json'], here);
  const told = fetched.events().filter(({ type }) => type === 'source.fetched');
  t.is(told.length, 4, fetched.stdout);

  const plan = await runCli(['plan', 'tiny@1.0', '--stack=debian12'], here);
  t.regex(
    plan.stdout,
    /name: words 2\.1\n[^]*unpacked into: \/binary-builder\/source\/share\/words/,
  );
  t.regex(plan.stdout, /name: data 7\n[^]*put at: \/binary-builder\/further\/data/);
});

test('one of them with other bytes stops the build, and names it', async (t) => {
  const here = await workspace(t);
  const other = await archive(here.folder, { x: 'y\n' }, 'other-1');
  const entry = { name: 'other', version: '1', url: other.url, sha256: ZEROS };
  await writeRecipe(here, { sources: [entry] });
  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  const said = failsWith(t, run, { exitCode: 3, code: 'DIGEST_MISMATCH' });
  for (const part of ['other 1', other.sha256, ZEROS]) t.true(said.includes(part), said);
});

test('what the source has in the place of one, a link too, is told before it is built', async (t) => {
  const here = await workspace(t);
  const other = await archive(here.folder, { x: 'y\n' }, 'other-1');
  const entry = { name: 'other', version: '1', url: other.url, sha256: other.sha256 };
  await writeRecipe(here, { sources: [{ ...entry, into: 'hello.sh/other' }] });
  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  const said = failsWith(t, run, { exitCode: 2, code: 'RECIPE_INVALID' });
  t.true(
    said.includes("other can't be put into hello.sh/other: the source has something there."),
    said,
  );
});

test('a mirror with other bytes gives them, and the record names it', async (t) => {
  const here = await workspace(t);
  const { folder, cwd } = here;
  const packed = await archive(
    folder,
    { 'hello.sh': '#!/bin/sh\necho hello, repacked\n' },
    'tiny-1',
  );
  const missing = `file://${folder}/missing.tar.gz`;
  const differs = 'repacked without its test data';
  await writeRecipe(here, {
    url: missing,
    mirrors: [{ url: packed.url, sha256: packed.sha256, differs }],
  });
  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  t.is(run.exitCode, 0, run.stdout + run.stderr);
  const record = await readRecord(inHost(cwd, RECORD));
  t.like(record.sources[0], { url: packed.url, sha256: packed.sha256, differs });
  t.like(record.manifest, { source: packed.url, source_sha256: packed.sha256 });
  const verified = await runCli(['verify', 'artifacts/debian12/tiny-1.0-linux-x64.tgz'], here);
  t.is(verified.exitCode, 0, verified.stdout + verified.stderr);

  // Built again it is of the bytes that were recorded, though the first place has its own again.
  await writeFile(inHost(folder, 'missing.tar.gz'), await readFile(here.source.path));
  await rm(inHost(here.cache, 'sources'), { recursive: true });
  const again = await runCli(['rebuild', 'artifacts/debian12/tiny-1.0-linux-x64.tgz'], here);
  t.is(again.exitCode, 0, again.stdout + again.stderr);
});

test('a source that is another one for each architecture is verified by its own digest', async (t) => {
  const here = await workspace(t);
  const { folder } = here;
  const x64 = await archive(folder, { 'hello.sh': 'echo x64\n' }, 'tiny-x64');
  const s390x = await archive(folder, { 'hello.sh': 'echo s390x\n' }, 'tiny-s390x');
  const url = `file://${folder}/tiny-{arch}.tar.gz`;
  const sha256 = { x64: x64.sha256, s390x: s390x.sha256 };
  await writeRecipe(here, { url, versions: { '1.0': { sha256 } } });
  const both = await runCli(['fetch', 'tiny@1.0', '--arch=x64,s390x', '--stack=debian12'], here);
  t.is(both.exitCode, 0, both.stderr);
  for (const one of [x64, s390x]) t.true(both.stdout.includes(one.sha256), both.stdout);

  const other = await runCli(['fetch', 'tiny@1.0', '--arch=arm64', '--stack=debian12'], here);
  const none = failsWith(t, other, { exitCode: 2, code: 'NO_CHECKSUM' });
  t.true(none.includes('There is no checksum for tiny 1.0 for arm64.'), none);
  t.true(none.includes('digests for x64, s390x'), none);

  const given = ['fetch', 'tiny@2.0', `--sha256=${x64.sha256}`, '--stack=debian12'];
  const several = await runCli([...given, '--arch=x64,s390x'], here);
  t.true(failsWith(t, several, { exitCode: 2, code: 'USAGE' }).includes('one architecture'));
  t.is((await runCli([...given, '--arch=x64'], here)).exitCode, 0);
  const wrong = await runCli([...given, '--arch=s390x'], here);
  const said = failsWith(t, wrong, { exitCode: 3, code: 'DIGEST_MISMATCH' });
  t.true(said.includes(s390x.sha256), said);

  await writeRecipe(here, { url, versions: { '1.0': { sha256: x64.sha256 } } });
  const lint = await runCli(['recipes', 'lint', 'tiny'], here);
  t.regex(
    lint.stdout + lint.stderr,
    /tiny\.yml:8:13: the source of tiny 1\.0 has another address for each architecture, and one sha256 for all/,
  );
});
