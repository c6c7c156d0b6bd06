import { lstat, mkdir, readdir, readFile, readlink, stat, symlink, utimes } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { overlayCase, writeFiles } from './overlaying.js';

const replace = { replace: 'bin/compile', text: 'old\n', with: 'new\n' };
const files = { 'bin/compile': '#!/bin/sh\nold\n' };

test('a changed copy is made and the buildpack stays as it is', async (t) => {
  const it = await overlayCase(t, { ...files, 'lib/a': 'a' }, [replace]);
  await symlink('../lib/a', inHost(it.buildpack, 'bin/a'));
  await utimes(inHost(it.buildpack, 'lib/a'), 1000, 1000);
  const { changes, placed, differences } = await it.run();
  t.is(placed, 'written');
  t.deepEqual(changes, [
    { kind: 'replace', path: 'bin/compile', changed: true, message: '1 place replaced' },
  ]);
  t.is(differences.length, 1);
  t.is(await it.result('bin/compile'), '#!/bin/sh\nnew\n');
  t.is((await stat(inHost(it.output, 'bin/compile'))).mode & 0o777, 0o755);
  t.is(await readlink(inHost(it.output, 'bin/a')), '../lib/a');
  t.is((await stat(inHost(it.output, 'lib/a'))).mtimeMs, 1000_000);
  t.is(await readFile(inHost(it.buildpack, 'bin/compile'), 'utf8'), '#!/bin/sh\nold\n');
  t.deepEqual((await it.again()).differences, []);
  t.deepEqual((await readdir(it.folder)).sort(), ['buildpack', 'overlay.yml', 'result']);
});

test('a copy that is there already is left alone, another one needs force', async (t) => {
  const it = await overlayCase(t, files, [replace]);
  await it.run();
  t.is((await it.run()).placed, 'same');
  await writeFiles(it.output, { extra: 'x' });
  await t.throwsAsync(it.run(), {
    code: 'USAGE',
    message: `There is a folder ${it.output} already, with other content.`,
  });
  t.is((await it.run({ force: true })).placed, 'replaced');
  t.deepEqual(await readdir(it.output), ['bin']);
  await mkdir(inHost(it.output, '.git'));
  await t.throwsAsync(it.run({ force: true }), {
    message: `${it.output} is a checkout of git, which is not replaced.`,
  });
  t.deepEqual((await readdir(it.folder)).sort(), ['buildpack', 'overlay.yml', 'result']);
});

test('the copy takes the place of neither the buildpack nor what is around it', async (t) => {
  const it = await overlayCase(t, files, [replace]);
  const refused = (output: string) =>
    t.throwsAsync(it.run({ output: inHost(it.folder, output), force: true }), { code: 'USAGE' });
  t.regex((await refused('buildpack')).message, /take the place of the buildpack itself/);
  t.regex((await refused('buildpack/x')).message, /can't lie in the buildpack itself/);
  t.regex((await refused('.')).message, /a folder that has .*buildpack in it/);
  t.regex((await refused('overlay.yml')).message, /has .*overlay.yml in it/);
});

test('a text that is not there is an error with the nearest line, and nothing is written', async (t) => {
  const it = await overlayCase(t, { 'bin/compile': 'a\n\told \n' }, [replace]);
  const error = await t.throwsAsync(it.run(), {
    code: 'OVERLAY_MISMATCH',
    message:
      'change 1 of overlay.yml: bin/compile: the text to replace is not there; it should be there once',
  });
  t.like(error, {
    hint: 'The nearest is line 2. White space counts too.',
    excerpt: ['wanted: old', 'line 2: →old·'],
  });
  t.deepEqual((await readdir(it.folder)).sort(), ['buildpack', 'overlay.yml']);
});

test('a text that is there too often is an error that says how often', async (t) => {
  const it = await overlayCase(t, { 'bin/compile': 'old\nold\n' }, [replace]);
  const error = await t.throwsAsync(it.run(), {
    message:
      'change 1 of overlay.yml: bin/compile: the text to replace is there 2 times; it should be there once',
  });
  t.like(error, {
    hint: "Say 'matches: 2' if all of them are meant; else take a neighbouring line into 'text' and 'with'.",
  });
});

test('files with carriage returns and files in Latin-1 keep every other byte', async (t) => {
  const it = await overlayCase(
    t,
    { a: 'é\r\nold\r\nend\r\n', b: Buffer.from('\xe9 old\n', 'latin1') },
    [
      { replace: 'a', text: 'old\nend\n', with: 'new\nend\n' },
      { replace: 'b', text: 'é old', with: 'ü new' },
    ],
  );
  const { differences } = await it.run();
  t.is(await it.result('a'), 'é\r\nnew\r\nend\r\n');
  t.deepEqual(await readFile(inHost(it.output, 'b')), Buffer.from('\xfc new\n', 'latin1'));
  t.is(differences[1]?.after?.text, 'ü new\n');
  t.deepEqual((await it.again()).differences, []);
});

test('a file is added with its mode, and once', async (t) => {
  const it = await overlayCase(
    t,
    files,
    [
      { add: 'bin/steps/local', content: 'x\n', mode: '0755' },
      { add: 'lib/b', from: 'files/b' },
    ],
    { 'files/b': 'from beside' },
  );
  await it.run();
  t.is(await it.result('bin/steps/local'), 'x\n');
  t.is((await stat(inHost(it.output, 'bin/steps/local'))).mode & 0o777, 0o755);
  t.is(await it.result('lib/b'), 'from beside');
  t.deepEqual((await it.again()).differences, []);
});

test('a file that is there with other content gives way only when that is said', async (t) => {
  const add = { add: 'bin/compile', content: 'mine\n', mode: '0755' };
  const it = await overlayCase(t, files, [add]);
  const error = await t.throwsAsync(it.run(), {
    code: 'OVERLAY_MISMATCH',
    message: 'change 1 of overlay.yml: bin/compile is there with other content',
  });
  t.like(error, { hint: "Say 'overwrite: true' if it shall give way." });
  const over = await overlayCase(t, files, [{ ...add, overwrite: true }]);
  await over.run();
  t.is(await over.result('bin/compile'), 'mine\n');
  t.deepEqual((await over.again()).differences, []);
});

test('files and folders are removed, and what is not there is noted', async (t) => {
  const it = await overlayCase(t, { ...files, 'lib/a/b': 'b', 'lib/c': 'c' }, [
    { remove: 'lib/a' },
    { remove: 'lib/c' },
    { remove: 'lib/d' },
  ]);
  const { changes, notes } = await it.run();
  t.deepEqual(
    changes.map(({ message }) => message),
    ['folder removed', 'removed', 'is not there'],
  );
  t.deepEqual(notes, [
    'lib/d is to be removed, and is not there: it was removed already, or its name is wrong',
  ]);
  t.deepEqual(await readdir(inHost(it.output, 'lib')), []);
  t.deepEqual((await it.again()).differences, []);
});

test('.git is not copied', async (t) => {
  const it = await overlayCase(t, { ...files, '.git/config': 'x', '.gitignore': 'y' }, [replace]);
  t.deepEqual((await it.run()).notes, ['.git is not copied']);
  t.deepEqual((await readdir(it.output)).sort(), ['.gitignore', 'bin']);
});

test('a patch is applied to every file that it names, and once', async (t) => {
  const patch = [
    'diff --git a/bin/compile b/bin/compile',
    '--- a/bin/compile',
    '+++ b/bin/compile',
    '@@ -1,2 +1,2 @@',
    ' #!/bin/sh',
    '-old',
    '+new',
    'diff --git a/bin/added b/bin/added',
    'new file mode 100755',
    '--- /dev/null',
    '+++ b/bin/added',
    '@@ -0,0 +1 @@',
    '+added',
    'diff --git a/gone b/gone',
    'deleted file mode 100644',
    '--- a/gone',
    '+++ /dev/null',
    '@@ -1 +0,0 @@',
    '-gone',
    '',
  ].join('\n');
  const it = await overlayCase(t, { ...files, gone: 'gone\n' }, [{ patch: 'a.patch' }], {
    'a.patch': patch,
  });
  const { changes } = await it.run();
  t.deepEqual(
    changes.map(({ path, message }) => `${path}: ${message}`),
    ['bin/compile: patched by a.patch', 'bin/added: added by a.patch', 'gone: removed by a.patch'],
  );
  t.is(await it.result('bin/compile'), '#!/bin/sh\nnew\n');
  t.is((await stat(inHost(it.output, 'bin/added'))).mode & 0o777, 0o755);
  await t.throwsAsync(lstat(inHost(it.output, 'gone')), { code: 'ENOENT' });
  t.deepEqual((await it.again()).differences, []);
});

test('a patch that does not fit is an error that shows the part', async (t) => {
  const it = await overlayCase(t, { 'bin/compile': 'other\n' }, [{ patch: 'a.patch' }], {
    'a.patch': '--- bin/compile\n+++ bin/compile\n@@ -1 +1 @@\n-old\n+new\n',
  });
  const error = await t.throwsAsync(it.run(), {
    code: 'OVERLAY_MISMATCH',
    message: "change 1 of overlay.yml: bin/compile: a.patch doesn't fit",
  });
  t.like(error, { excerpt: ['@@ -1,1 +1,1 @@', '-old', '+new'] });
});

test('a patch that is none, or that leads out, is refused', async (t) => {
  const message = async (patch: string) => {
    const it = await overlayCase(t, files, [{ patch: 'a.patch' }], { 'a.patch': patch });
    return (await t.throwsAsync(it.run(), { code: 'OVERLAY_INVALID' })).message;
  };
  t.is(
    await message('hello\n'),
    'change 1 of overlay.yml: a.patch is no unified diff: it changes nothing',
  );
  t.is(
    await message('--- a/../x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n'),
    "change 1 of overlay.yml: a.patch: '../x' leads out of the buildpack",
  );
  t.is(
    await message('diff --git a/../a b/b\nsimilarity index 100%\ncopy from ../a\ncopy to b\n'),
    "change 1 of overlay.yml: a.patch: '../a' leads out of the buildpack",
  );
});

test('nothing is changed through a link, and no link that leads elsewhere is followed', async (t) => {
  const it = await overlayCase(t, files, [{ add: 'out/x', content: 'x' }]);
  await symlink('/tmp', inHost(it.buildpack, 'out'));
  await t.throwsAsync(it.run(), {
    code: 'OVERLAY_MISMATCH',
    message: 'change 1 of overlay.yml: out/x leads through the link out, which leads to /tmp',
  });
  const link = await overlayCase(t, files, [{ ...replace, replace: 'bin/finalize' }]);
  await symlink('compile', inHost(link.buildpack, 'bin/finalize'));
  await t.throwsAsync(link.run(), {
    message: 'change 1 of overlay.yml: bin/finalize is a link to compile',
  });
  const beside = await overlayCase(t, files, [{ add: 'x', from: 'passwd' }]);
  await symlink('/etc/passwd', inHost(beside.folder, 'passwd'));
  await t.throwsAsync(beside.run(), {
    code: 'OVERLAY_INVALID',
    message: /passwd is a link to \/etc\/passwd$/,
  });
});

test('an overlay of which one change undoes another is refused', async (t) => {
  const it = await overlayCase(t, files, [
    replace,
    { replace: 'bin/compile', text: 'new\n', with: 'newer\n' },
  ]);
  const error = await t.throwsAsync(it.run(), { code: 'OVERLAY_INVALID' });
  t.regex(
    error.message,
    /applied to its own result, change 1 would not find what it left: bin\/compile: the text to replace is not there/,
  );
});

test('what is neither a file nor a folder nor a link is refused, and no copy is left', async (t) => {
  const it = await overlayCase(t, files, [replace]);
  execFileSync('mkfifo', [inHost(it.buildpack, 'pipe')]);
  await t.throwsAsync(it.run(), {
    code: 'BUILDPACK_INVALID',
    message: `${it.buildpack}/pipe can't be copied: it is neither a file nor a folder nor a link`,
  });
  t.deepEqual((await readdir(it.folder)).sort(), ['buildpack', 'overlay.yml']);
});

test('files that are no text, folders and what is missing are not edited', async (t) => {
  const message = async (path: string) => {
    const it = await overlayCase(t, { ...files, data: 'old\n\0' }, [{ ...replace, replace: path }]);
    return (await t.throwsAsync(it.run(), { code: 'OVERLAY_MISMATCH' })).message;
  };
  t.is(await message('data'), 'change 1 of overlay.yml: data is no text');
  t.is(await message('bin'), 'change 1 of overlay.yml: bin is a folder, not a file');
  t.is(await message('none'), 'change 1 of overlay.yml: none is not there');
  t.is(await message('data/x'), 'change 1 of overlay.yml: data is a file: nothing can be below it');
});

test('a buildpack without a manifest has no keys to set', async (t) => {
  const it = await overlayCase(t, files, [{ manifest: { language: 'go' } }]);
  await t.throwsAsync(it.run(), {
    code: 'BUILDPACK_INVALID',
    message: `change 1 of overlay.yml: There is no manifest ${it.buildpack}/manifest.yml.`,
  });
});

test('a manifest without the key to set is not as the overlay expects it', async (t) => {
  const manifest = 'language: python\n';
  const it = await overlayCase(t, { ...files, 'manifest.yml': manifest }, [
    { manifest: { 'language.name': 'go' } },
  ]);
  const error = await t.throwsAsync(it.run(), { code: 'OVERLAY_MISMATCH' });
  t.like(error, {
    message: `change 1 of overlay.yml: ${it.buildpack}/manifest.yml:1:11: 'language.name': 'language' has no keys`,
    hint: 'Only a map has keys.',
  });
});

test('an interrupted overlay leaves nothing', async (t) => {
  const it = await overlayCase(t, files, [replace]);
  await t.throwsAsync(it.run({ signal: AbortSignal.abort(new Error('stop')) }), {
    message: 'stop',
  });
  t.deepEqual((await readdir(it.folder)).sort(), ['buildpack', 'overlay.yml']);
});
