import { chmod, lstat, mkdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { z } from 'zod';
import { inHost, type HostPath } from '../../../src/path.js';
import { runCli, temporaryFolder, type Finished, type Surroundings } from '../cli.js';
import { failsWith, filesBelow, sourceOf, workspace } from './fixture.js';

const OLD_MD5 = '83028a299b8ac323bda8a56c5c70d4cd';
const OTHER_MD5 = 'c04e0a1b9c1c1e4d6f1a2b3c4d5e6f70';
const OLD_URI = 'https://binaries.example.org/tiny-1.0-linux-x64.tgz';

/** As people write it: comments in odd places, two styles of quotes, a blank line. */
const manifestOf = ({ uri, md5 }: { uri: string; md5: string }) => `---
language: tiny   # the one and only
default_versions:
  - name: tiny
    version: '1.0'
url_to_dependency_map:
  - match: tiny-(\\d+\\.\\d+)
    name: tiny
    version: $1
dependencies:
  # says hello
  - name: tiny
    version: "1.0"
    cf_stacks:
      - debian12
    uri: ${uri}   # where it lies
    md5: ${md5}

  - name: other
    version: 2.1.3
    cf_stacks: [debian12]
    uri: https://binaries.example.org/other-2.1.3.tgz
    md5: ${OTHER_MD5}
exclude_files: []
`;

const OLD = manifestOf({ uri: OLD_URI, md5: OLD_MD5 });

interface Here extends Surroundings {
  cwd: HostPath;
  file: HostPath;
}

/** A folder with a manifest, and nothing that was built. */
async function unbuilt(t: ExecutionContext, text = OLD): Promise<Here> {
  const folder = await temporaryFolder(t);
  const cwd = inHost(folder, 'here');
  await mkdir(cwd);
  const file = inHost(cwd, 'manifest.yml');
  await writeFile(file, text);
  return { cwd, file, cache: inHost(folder, 'cache') };
}

/** A folder with a manifest, in which `tiny` was built. */
async function built(t: ExecutionContext, text = OLD) {
  const here = await workspace(t);
  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], here);
  t.is(run.exitCode, 0, run.stderr);
  const file = inHost(here.cwd, 'manifest.yml');
  await writeFile(file, text);
  const artifact = inHost(here.cwd, 'artifacts/debian12/tiny-1.0-linux-x64.tgz');
  const { url: uri, md5, sha256 } = await sourceOf(artifact);
  return { ...here, file, uri, md5, sha256 };
}

function manifest(here: Surroundings, ...words: string[]): Promise<Finished> {
  return runCli(['manifest', ...words], here);
}

/** Runs git in the folder. */
const gitIn =
  ({ cwd }: Here) =>
  (...args: string[]) =>
    execa('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd });

const read = (file: HostPath) => readFile(file, 'utf8');

test('update brings what was built into the manifest, line by line, and the second time there is nothing to do', async (t) => {
  const here = await built(t);
  const expected = manifestOf(here);

  const asked = await manifest(here, 'update', 'manifest.yml', '--check');
  t.is(asked.exitCode, 1, asked.stderr);
  t.is(await read(here.file), OLD, '--check changes nothing');
  t.is(
    asked.stdout,
    `--- manifest.yml
+++ manifest.yml
@@ -13,8 +13,8 @@
     version: "1.0"
     cf_stacks:
       - debian12
-    uri: ${OLD_URI}   # where it lies
-    md5: ${OLD_MD5}
+    uri: ${here.uri}   # where it lies
+    md5: ${here.md5}
 
   - name: other
     version: 2.1.3
     cf_stacks: [debian12]
`.replace('     cf_stacks: [debian12]\n', ''),
  );

  const updated = await manifest(here, 'update', 'manifest.yml', 'tiny@1.0');
  t.is(updated.exitCode, 0, updated.stderr);
  t.is(await read(here.file), expected);
  t.regex(updated.stdout, /^✔ manifest\.yml: 1 change\n {2}tiny 1\.0 .*\n$/);

  const { mtimeMs, ino } = await stat(here.file);
  const again = await manifest(here, 'update', 'manifest.yml');
  t.like(again, { exitCode: 0, stdout: '', stderr: '' });
  t.like(await stat(here.file), { mtimeMs, ino }, 'it is not even written');
  t.like(await manifest(here, 'update', 'manifest.yml', '--check'), { exitCode: 0, stdout: '' });

  await writeFile(inHost(here.cwd, 'old.yml'), OLD);
  const diff = await manifest(here, 'diff', 'old.yml', 'manifest.yml');
  t.is(
    diff.stdout,
    `~ tiny 1.0 for debian12 rebuilt: md5 ${OLD_MD5.slice(0, 12)}… → ${here.md5.slice(0, 12)}…\n`,
  );
  t.deepEqual(
    await filesBelow(here.cwd).then((all) => all.filter((name) => name.includes('.tmp'))),
    [],
  );
});

test('copy-stack takes over what fits another stack, tells the rest, and the second time does nothing', async (t) => {
  const text = OLD.replace('cf_stacks: [debian12]', 'cf_stacks: [debian12, debian11]');
  const here = await unbuilt(t, text);
  const words = ['copy-stack', 'manifest.yml', 'debian12', 'debian13'];
  const expected = text.replace('[debian12, debian11]', '[debian12, debian11, debian13]');
  const left =
    'note tiny 1.0 for debian12 is left out: nothing says that its file fits debian13 too; if it does, name it: ' +
    `binary-builder manifest copy-stack ${here.file} debian12 debian13 tiny (tiny-1.0-linux-x64.tgz)\n`;
  const asked = await manifest(here, ...words, '--check');
  t.like(asked, { exitCode: 1, stderr: left });
  t.regex(asked.stdout, /^\+ {4}cf_stacks: \[debian12, debian11, debian13\]$/m);
  t.is(await read(here.file), text);
  const run = await manifest(here, ...words);
  t.like(run, {
    exitCode: 0,
    stdout: '✔ manifest.yml: 1 change\n  other 2.1.3 is for debian13 as well\n',
    stderr: left,
  });
  t.is(await read(here.file), expected);
  t.like(await manifest(here, ...words), { exitCode: 0, stdout: '' });
  const named = await manifest(here, ...words, 'tiny', '--json');
  t.like(updatedSchema.parse(JSON.parse(named.stdout)), { changed: true, notes: [] });

  const refused = async (...more: string[]) =>
    failsWith(t, await manifest(here, 'copy-stack', ...more), { exitCode: 2, code: 'USAGE' });
  t.regex(await refused('manifest.yml', 'debian12'), /takes a manifest and two stacks/);
  t.regex(await refused('manifest.yml', 'debian1', 'debian13'), /no entry is for 'debian1'/);
  t.regex(await refused(...words.slice(1), 'tinny'), /there is no 'tinny'/);
  await writeFile(
    inHost(here.cwd, 'binary-builder.yml'),
    'manifest: { retired-stacks: [debian13] }\n',
  );
  t.regex(await refused(...words.slice(1)), /'debian13' is among the retired-stacks/);
});

test('remove takes out what is named, tells it, and leaves every other line', async (t) => {
  const here = await unbuilt(t);
  const other = OLD.slice(OLD.indexOf('\n  - name: other'), OLD.indexOf('exclude_files'));
  const expected = OLD.replace(other, '');
  const words = ['remove', 'manifest.yml', 'other@2.1.x', '--stack=debian12'];
  const asked = await manifest(here, ...words, '--check');
  t.is(asked.exitCode, 1, asked.stderr);
  t.is(asked.stdout.match(/^-/gm)?.length, 1 + other.split('\n').length - 1);
  t.is(await read(here.file), OLD, '--check changes nothing');
  t.like(await manifest(here, ...words), {
    exitCode: 0,
    stdout: '✔ manifest.yml: 1 change\n  other 2.1.3 removed for debian12\n',
    stderr: '',
  });
  t.is(await read(here.file), expected);
  const again = failsWith(t, await manifest(here, ...words), { exitCode: 2, code: 'USAGE' });
  t.regex(again, /no entry is other 2\.1\.x for debian12\.\n.*There is: tiny\.$/m);

  const whole = await manifest(here, 'remove', 'manifest.yml', 'tiny', '--json');
  t.like(updatedSchema.parse(JSON.parse(whole.stdout)), {
    changed: true,
    notes: ['tiny 1.0 for debian12 goes with its comments: # says hello # where it lies'],
  });
  const none = failsWith(t, await manifest(here, 'remove', 'manifest.yml', '--stack=debian12'), {
    exitCode: 2,
    code: 'USAGE',
  });
  t.regex(none, /takes a manifest and what shall go/);
});

test('diff takes manifests as git has them in a commit, and standard input', async (t) => {
  const here = await unbuilt(t);
  const git = gitIn(here);
  await git('init', '--quiet');
  await git('add', 'manifest.yml');
  await git('commit', '--quiet', '--message=one');
  await git('tag', 'v1');
  const newer = OLD.replaceAll('2.1.3', '2.1.4');
  await writeFile(here.file, newer);
  await git('commit', '--quiet', '--all', '--message=two');
  const changed = '+ other 2.1.4 for debian12 added\n- other 2.1.3 for debian12 removed\n';
  const below = inHost(here.cwd, 'below');
  await mkdir(below);
  for (const words of [
    ['HEAD~1:manifest.yml', 'manifest.yml'],
    ['v1:./manifest.yml', 'HEAD:manifest.yml'],
    ['v1:manifest.yml', ':manifest.yml'],
  ]) {
    const run = await manifest(here, 'diff', ...words);
    t.like(run, { exitCode: 0, stdout: changed, stderr: '' }, words.join(' '));
  }
  const fromBelow = await manifest(
    { ...here, cwd: below },
    'diff',
    'v1:manifest.yml',
    '../manifest.yml',
  );
  t.is(fromBelow.stdout, changed);
  const piped = await manifest({ ...here, input: newer }, 'diff', 'v1:manifest.yml', '-');
  t.is(piped.stdout, changed);
  const broken = await manifest({ ...here, input: 'a: [' }, 'diff', '-', 'manifest.yml');
  t.regex(failsWith(t, broken, { exitCode: 2, code: 'MANIFEST_INVALID' }), /standard input:1:5: /);
  // A file of that name is the file.
  await writeFile(inHost(here.cwd, 'v1:manifest.yml'), newer);
  const file = await manifest(here, 'diff', 'v1:manifest.yml', 'manifest.yml');
  t.is(file.stdout, 'Dependencies, defaults and deprecation dates are the same.\n');
});

test('what diff can have from nowhere is told', async (t) => {
  const here = await unbuilt(t);
  await gitIn(here)('init', '--quiet');
  const refused = async (word: string) =>
    failsWith(t, await manifest(here, 'diff', word, 'manifest.yml'), {
      exitCode: 2,
      code: 'USAGE',
    });
  t.regex(await refused('v2:manifest.yml'), /git has no manifest\.yml of 'v2'\./);
  t.regex(await refused(':manifest.yml'), /git has no manifest\.yml that is staged\./);
  t.regex(await refused('a b:manifest.yml'), /There is no manifest .*a b:manifest\.yml\./);
  const both = await manifest({ ...here, input: OLD }, 'diff', '-', '-');
  t.regex(failsWith(t, both, { exitCode: 2, code: 'USAGE' }), /not both/);
});

const updatedSchema = z.object({
  type: z.literal('manifest.updated'),
  file: z.string(),
  changed: z.boolean(),
  changes: z.array(z.looseObject({ kind: z.string(), message: z.string() })),
  notes: z.array(z.string()),
  diff: z.string().optional(),
});

test('update says as JSON what it would change, and what it changed', async (t) => {
  const here = await built(t);
  const asked = await manifest(here, 'update', 'manifest.yml', '--check', '--json');
  t.is(asked.exitCode, 1, asked.stderr);
  const would = updatedSchema.parse(asked.json()[0]);
  t.true(would.changed);
  t.is(would.changes.length, 1);
  const updated = await manifest(here, 'update', 'manifest.yml', '--json');
  const { diff, ...did } = would;
  t.true(diff?.includes(`+    md5: ${here.md5}`));
  t.deepEqual(updatedSchema.parse(updated.json()[0]), did);
  const again = await manifest(here, 'update', 'manifest.yml', '--json');
  t.like(updatedSchema.parse(again.json()[0]), { changed: false, changes: [] });
});

test('policies beside the manifest say where artifacts lie and which digest they have; the command line says it instead', async (t) => {
  const here = await built(t);
  await writeFile(
    inHost(here.cwd, 'binary-builder.yml'),
    'manifest:\n  uri: https://e.example.org/{name}/{stack}/{file}\n  digest: sha256\n',
  );
  t.is((await manifest(here, 'update', 'manifest.yml')).exitCode, 0);
  const text = await read(here.file);
  t.true(
    text.includes('    uri: https://e.example.org/tiny/debian12/tiny-1.0-linux-x64.tgz   # where'),
  );
  t.true(text.includes(`    sha256: ${here.sha256}\n`));
  t.false(text.includes(OLD_MD5));
  t.true(text.includes(OTHER_MD5), 'what was not built stays as it is');

  const run = await manifest(
    here,
    'update',
    'manifest.yml',
    '--digest=md5',
    '--uri=file:///srv/{file}',
  );
  t.is(run.exitCode, 0, run.stderr);
  t.is(
    await read(here.file),
    manifestOf({ uri: 'file:///srv/tiny-1.0-linux-x64.tgz', md5: here.md5 }),
  );
});

test('a manifest that is a link stays one, and the file keeps its mode', async (t) => {
  const here = await built(t);
  const real = inHost(here.folder, 'elsewhere.yml');
  await rename(here.file, real);
  await chmod(real, 0o664);
  await symlink(real, here.file);
  const run = await manifest(here, 'update', 'manifest.yml');
  t.is(run.exitCode, 0, run.stderr);
  t.true((await lstat(here.file)).isSymbolicLink());
  t.is((await stat(real)).mode & 0o777, 0o664);
  t.is(await read(real), manifestOf(here));
});

test('an unknown name is refused with the nearest known one, and so is one in an option', async (t) => {
  const here = await built(t);
  const unknown = failsWith(t, await manifest(here, 'update', 'manifest.yml', 'tinny'), {
    exitCode: 2,
    code: 'USAGE',
  });
  t.regex(unknown, /tinny/);
  t.regex(unknown, /'tiny'/);
  const option = failsWith(t, await manifest(here, 'update', 'manifest.yml', '--keep=tinny=2'), {
    exitCode: 2,
    code: 'USAGE',
  });
  t.regex(option, /--keep: there is no 'tinny'/);
  t.regex(option, /Did you mean 'tiny'\?/);
  t.is(await read(here.file), OLD);
});

test('a default that would match nothing is refused, with a proposal', async (t) => {
  const older = OLD.replace("version: '1.0'", "version: '0.9'").replace(
    'dependencies:\n',
    `dependencies:
  - name: tiny
    version: "0.9"
    cf_stacks:
      - debian12
    uri: https://binaries.example.org/tiny-0.9-linux-x64.tgz
    md5: ${OTHER_MD5}
`,
  );
  const here = await built(t, older);
  const update = ['update', 'manifest.yml', '--line=tiny=any', '--keep=tiny=1'];
  const refused = failsWith(t, await manifest(here, ...update), {
    exitCode: 2,
    code: 'DEFAULT_MISSING',
  });
  t.regex(refused, /--default tiny=1\.0/);
  t.is(await read(here.file), older);

  const moved = await manifest(here, ...update, '--default=tiny=1.0');
  t.is(moved.exitCode, 0, moved.stderr);
  const text = await read(here.file);
  t.false(text.includes('0.9'));
  t.regex(text, /default_versions:\n {2}- name: tiny\n {4}version: '1\.0'\n/);
});

test('what a git ref has last released is kept when asked for', async (t) => {
  const older = OLD.replaceAll('"1.0"', '"0.9"').replaceAll("'1.0'", "'0.9'");
  const here = await built(t, older);
  const git = gitIn(here);
  await git('init', '--quiet');
  await git('add', 'manifest.yml');
  await git('commit', '--quiet', '--message=one');
  await git('tag', 'v1');

  const update = ['update', 'manifest.yml', '--line=tiny=any', '--keep=tiny=1'];
  const unknown = await manifest(here, ...update, '--keep-latest-released=v2');
  t.regex(
    failsWith(t, unknown, { exitCode: 2, code: 'USAGE' }),
    /git has no .*manifest\.yml of 'v2'/,
  );
  const odd = await manifest(here, ...update, '--keep-latest-released=--output=x');
  t.regex(failsWith(t, odd, { exitCode: 2, code: 'USAGE' }), /is no git ref/);
  const run = await manifest(here, ...update, '--keep-latest-released=v1');
  t.is(run.exitCode, 0, run.stderr);
  const text = await read(here.file);
  t.true(text.includes('version: "0.9"'));
  t.true(text.includes('version: "1.0"'));
});

test('broken YAML is an error with line and column, and the file is left alone', async (t) => {
  const broken = 'language: tiny\ndependencies:\n  - name: tiny\n   version: "1.0"\n';
  const here = await unbuilt(t, broken);
  for (const words of [['update'], ['check'], ['list'], ['diff', 'manifest.yml']]) {
    const run = await manifest(here, ...words, 'manifest.yml');
    const said = failsWith(t, run, { exitCode: 2, code: 'MANIFEST_INVALID' });
    t.regex(said, /manifest\.yml:4:\d+: /, words.join(' '));
  }
  t.is(await read(here.file), broken);
});

test('no such file, no record, no file name: each is told with what to do', async (t) => {
  const here = await unbuilt(t);
  for (const subverb of ['update', 'check', 'list']) {
    const none = failsWith(t, await manifest(here, subverb, 'nothing.yml'), {
      exitCode: 2,
      code: 'USAGE',
    });
    t.regex(none, /nothing\.yml/);
    const unsaid = failsWith(t, await manifest(here, subverb), { exitCode: 2, code: 'USAGE' });
    t.regex(unsaid, new RegExp(`binary-builder manifest ${subverb} manifest\\.yml`));
  }
  for (const words of [
    ['update', 'manifest.yml'],
    ['new', '--language=tiny'],
    ['check', 'manifest.yml', '--records'],
  ]) {
    const said = failsWith(t, await manifest(here, ...words), { exitCode: 2, code: 'NO_RECORD' });
    t.regex(said, /--output-dir/);
  }
  t.is(await read(here.file), OLD);
});

test('options are refused where they say nothing, and values that make no sense', async (t) => {
  const here = await unbuilt(t);
  for (const [words, message] of [
    [['list', 'manifest.yml', '--fetch'], "'manifest list' takes no --fetch."],
    [['check', 'manifest.yml', '--keep-all=tiny'], "'manifest check' takes no --keep-all."],
    [
      ['update', 'manifest.yml', '--digest=sha1'],
      "--digest takes md5, sha256 or both, not 'sha1'.",
    ],
    [['update', 'manifest.yml', '--keep=tiny=none', '--default=tiny=1.0'], "not 'none'"],
    [
      ['update', 'manifest.yml', '--line=tiny', '--default=tiny=1.0'],
      "--line takes NAME=VALUE, not 'tiny'.",
    ],
    [
      ['update', 'manifest.yml', '--line=tiny=patch', '--default=tiny=1.0'],
      "takes major, minor, any, not 'patch'",
    ],
    [['diff', 'manifest.yml'], "'manifest diff' takes two manifests."],
    [['new'], "Nothing says the buildpack's language."],
    [['upgrade', 'manifest.yml'], "'manifest' can't 'upgrade'."],
  ] as const) {
    const said = failsWith(t, await manifest(here, ...words), { exitCode: 2, code: 'USAGE' });
    t.true(said.includes(message), said);
  }
});

test('check finds what is wrong, at its line and column, why it matters and what to do', async (t) => {
  const wrong = OLD.replace(OLD_MD5, 'abc');
  const here = await unbuilt(t, wrong);
  const run = await manifest(here, 'check', 'manifest.yml');
  t.is(run.exitCode, 1, run.stdout + run.stderr);
  t.regex(run.stdout, /^manifest\.yml:17:10: error: tiny 1\.0: .*md5.* \([a-z-]+\)$/m);
  const [, id = ''] = /^manifest\.yml:17:10: .* \(([a-z-]+)\)$/m.exec(run.stdout) ?? [];
  t.true(run.stdout.includes(`\n${id}: `));
  t.regex(run.stdout, /^ {2}→ \S/m);
  t.regex(run.stdout, /^✘ manifest\.yml: 2 entries, 1 error, \d+ warnings?$/m);

  const json = await manifest(here, 'check', 'manifest.yml', '--json');
  t.is(json.exitCode, 1);
  const { findings } = z
    .object({ type: z.literal('manifest.checked'), findings: z.array(z.looseObject({})) })
    .parse(json.json()[0]);
  t.true(findings.some((finding) => finding.check === id && finding.line === 17));

  const all = await manifest(here, 'check', '--explain');
  t.true(all.stdout.includes(id));
  const one = await manifest(here, 'check', '--explain', id);
  t.true(one.stdout.startsWith(`${id} (error): `));
  const none = await manifest(here, 'check', '--explain', `${id}s`);
  t.regex(failsWith(t, none, { exitCode: 2, code: 'USAGE' }), new RegExp(`Did you mean '${id}'`));
});

test('check shows what was set of a check, on the command line or beside the manifest, with its reason', async (t) => {
  const here = await unbuilt(t, OLD.replace(OLD_MD5, 'abc'));
  await writeFile(
    inHost(here.cwd, 'binary-builder.yml'),
    'manifest: { checks: { digest-malformed: { severity: warning, reason: until Friday } } }',
  );
  const lowered = await manifest(here, 'check', 'manifest.yml');
  t.is(lowered.exitCode, 0, lowered.stdout);
  t.regex(lowered.stdout, /^manifest\.yml:17:10: warning: /m);
  t.regex(lowered.stdout, /^digest-malformed is a warning, 1 finding: until Friday$/m);

  const severity = '--severity=digest-malformed=off: known, see #7';
  const off = await manifest(here, 'check', 'manifest.yml', severity);
  t.is(off.exitCode, 0, off.stderr);
  t.regex(off.stdout, /^digest-malformed is off, 1 finding not told: known, see #7$/m);
  const json = await manifest(here, 'check', 'manifest.yml', severity, '--json');
  t.like(json.json()[0], {
    settings: [
      { check: 'digest-malformed', severity: 'off', reason: 'known, see #7', findings: 1 },
    ],
  });
  const error = await manifest(here, 'check', 'manifest.yml', '--severity=digest-malformed=error');
  t.is(error.exitCode, 1);
});

test('a setting of a check that makes no sense is told with what to say', async (t) => {
  const here = await unbuilt(t);
  for (const [words, message] of [
    [['--severity=digest-malfromed=off: x'], "Did you mean 'digest-malformed'?"],
    [['--severity=digest-malformed=off'], "--severity 'digest-malformed=off: REASON'"],
    [['--severity=digest-malformed=no: x'], "takes off, warning or error, not 'no'"],
    [['--as-of=2026-02-30'], "--as-of takes a date, not '2026-02-30'."],
  ] as const) {
    const run = await manifest(here, 'check', 'manifest.yml', ...words);
    const said = failsWith(t, run, { exitCode: 2, code: 'USAGE' });
    t.true(said.includes(message), said);
  }
});

test('check --as-of makes an error of a default that is past its date then', async (t) => {
  const dates =
    'dependency_deprecation_dates: [{name: tiny, version_line: "1.0", date: 2026-10-31}]';
  const here = await unbuilt(t, `${OLD}${dates}\n`);
  const past = await manifest(here, 'check', 'manifest.yml', '--as-of=2026-11-01');
  t.is(past.exitCode, 1, past.stderr);
  t.regex(past.stdout, /error: tiny 1\.0, the default, .* 2026-10-31 \(default-deprecated\)$/m);
  t.regex(past.stdout, /^default-deprecated is an error, 1 finding: --as-of 2026-11-01$/m);
  t.is((await manifest(here, 'check', 'manifest.yml', '--as-of=2026-10-31')).exitCode, 0);
});

test('check --fetch downloads and verifies every uri, and --records compares with what was built', async (t) => {
  const here = await built(t);
  t.is((await manifest(here, 'update', 'manifest.yml')).exitCode, 0);
  const other = inHost(here.folder, 'other-2.1.3.tgz');
  await writeFile(other, 'other');
  const text = (await read(here.file)).replace(
    'https://binaries.example.org/other-2.1.3.tgz',
    pathToFileURL(other).href,
  );
  await writeFile(here.file, text);
  const wrong = await manifest(here, 'check', 'manifest.yml', '--fetch');
  t.is(wrong.exitCode, 1, wrong.stderr);
  t.regex(wrong.stdout, /^manifest\.yml:\d+:\d+: error: .*other.* \(fetch\)$/m);

  const { md5 } = await sourceOf(other);
  await writeFile(here.file, text.replace(OTHER_MD5, md5));
  const good = await manifest(here, 'check', 'manifest.yml', '--fetch');
  t.is(good.exitCode, 0, good.stdout);
  const recorded = await manifest(here, 'check', 'manifest.yml', '--records');
  t.notRegex(recorded.stdout, /tiny/);
  t.regex(recorded.stdout, /other/);
});

test('list prints the manifest as a table, and as data', async (t) => {
  const here = await unbuilt(t);
  const { stdout, exitCode } = await manifest(here, 'list', 'manifest.yml');
  t.is(exitCode, 0);
  t.is(
    stdout.replaceAll(/ {2,}/g, '  '),
    `name  version  stacks  arch  digest  deprecated
tiny  1.0  debian12  x64  md5 83028a299b8a  default
other  2.1.3  debian12  md5 c04e0a1b9c1c
`,
  );
  const json = await manifest(here, 'list', 'manifest.yml', '--json');
  t.like(json.json()[0], {
    type: 'manifest.listed',
    entries: [{ name: 'tiny', version: '1.0', arch: 'x64', isDefault: true }],
  });
});

test('new writes a first manifest, which check finds good, and never over a file', async (t) => {
  const here = await built(t);
  const printed = await manifest(here, 'new', '--language=tiny');
  t.is(printed.exitCode, 0, printed.stderr);
  t.regex(printed.stdout, /^(---\n)?language: tiny\n/);
  t.true(printed.stdout.includes(`uri: ${here.uri}\n`));
  t.regex(printed.stdout, /version: ["']1\.0["']\n/, 'what YAML reads as a number is quoted');

  const refused = await manifest(here, 'new', '--language=tiny', '--output=manifest.yml');
  t.regex(failsWith(t, refused, { exitCode: 2, code: 'USAGE' }), /manifest update manifest\.yml/);
  t.is(await read(here.file), OLD);

  const written = await manifest(here, 'new', 'tiny@1.0', '--language=tiny', '--output=first.yml');
  t.is(written.exitCode, 0, written.stderr);
  t.is(written.stdout, 'first.yml: written from 1 record\n');
  t.is(await read(inHost(here.cwd, 'first.yml')), printed.stdout);
  const checked = await manifest(here, 'check', 'first.yml', '--records');
  t.is(checked.exitCode, 0, checked.stdout);
  const updated = await manifest(here, 'update', 'first.yml', '--check');
  t.like(updated, { exitCode: 0, stdout: '' });
});

test('between two manifests that say the same, diff says so', async (t) => {
  const here = await unbuilt(t);
  await writeFile(inHost(here.cwd, 'same.yml'), `# a comment\n${OLD}`);
  const { stdout } = await manifest(here, 'diff', 'manifest.yml', 'same.yml');
  t.is(stdout, 'Dependencies, defaults and deprecation dates are the same.\n');
});

test('updates of one file at once lose nothing of each other', async (t) => {
  const here = await built(
    t,
    `language: tiny\ndefault_versions: []\ndependencies:\n${entriesOf(8)}`,
  );
  const runs = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      manifest(here, 'update', 'manifest.yml', `--drop-stack=stack${index}`),
    ),
  );
  for (const { exitCode, stderr } of runs) t.is(exitCode, 0, stderr);
  const text = await read(here.file);
  for (let index = 0; index < 8; index += 1) t.false(text.includes(`stack${index}]`), text);
  t.deepEqual(await filesBelow(inHost(here.cwd, 'cache/locks')), []);
});

/** Entries that differ in one stack of theirs. */
function entriesOf(count: number): string {
  return Array.from(
    { length: count },
    (_, index) => `- name: other
  version: 1.0.${index}
  uri: https://binaries.example.org/other-1.0.${index}.tgz
  md5: ${OTHER_MD5}
  cf_stacks: [debian12, stack${index}]
`,
  ).join('');
}
