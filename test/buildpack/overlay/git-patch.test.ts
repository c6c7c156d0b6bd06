import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { inHost, type HostPath } from '../../../src/path.js';
import { listTree } from '../../../src/tree/index.js';
import { overlayCase, writeFiles, type Case, type Files } from './overlaying.js';

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join('');

/** Bytes that don't compress, the same each time. */
function noise(length: number): Buffer {
  let state = 1;
  return Buffer.from(Array.from({ length }, () => (state = (state * 48_271) % 0x7fff_ffff) & 0xff));
}

const before: Files = {
  'bin/compile': 'one\ntwo\nthree\nfour\nfive\nsix\n',
  'lib/small.dat': Buffer.from([0, 1, 2]),
  'lib/large.dat': noise(300_000),
  'lib/gone.dat': Buffer.from([0, 9]),
  'lib/tool.dat': Buffer.from([0, 7]),
  'lib/moved': numbers(1, 12),
  'lib/moved and edited': numbers(20, 40),
  'lib/moved.dat': noise(5000),
  'lib/é.txt': 'z\n',
  'lib/no-end': 'a\nb\nc',
  'lib/empty': '',
  'lib/copied': numbers(50, 80),
  'lib/copied.dat': noise(4000),
};

/** Changes a checkout in all ways that a patch can tell. */
async function change(folder: HostPath): Promise<void> {
  const large = noise(300_000);
  large.fill(1, 1000, 1100);
  await writeFiles(folder, {
    'bin/compile': 'one\ntwo\nTHREE\nfour\nfive\nsix\n',
    'lib/small.dat': Buffer.from([0, 1, 3]),
    'lib/large.dat': Buffer.concat([large.subarray(200_000), large]),
    'lib/new.dat': Buffer.from('\0new'),
    'lib/new-empty': '',
    'lib/é.txt': 'zz\n',
    'lib/no-end': 'a\nB\nc\n',
    'lib/new/text': 'diff --git a/x b/x\n-- \n',
    'lib/moved and edited': numbers(20, 40).replace('30', 'thirty'),
    'lib/a copy': numbers(50, 80),
    'lib/copied': numbers(50, 80).replace('60', 'sixty'),
    'lib/edited copy': numbers(50, 80).replace('70', 'seventy'),
    'lib/a copy.dat': noise(4000),
    'lib/copied.dat': Buffer.concat([noise(4000), Buffer.from('more')]),
    'lib/edited copy.dat': Buffer.concat([noise(4000), Buffer.from('else')]),
  });
  await chmod(inHost(folder, 'lib/tool.dat'), 0o755);
  await rm(inHost(folder, 'lib/gone.dat'));
  await rename(inHost(folder, 'lib/moved'), inHost(folder, 'moved'));
  await rename(inHost(folder, 'lib/moved and edited'), inHost(folder, 'bin/moved and edited'));
  await rename(inHost(folder, 'lib/moved.dat'), inHost(folder, 'lib/other.dat'));
}

/** A buildpack, an overlay with one patch, and a checkout of what the patch makes of the buildpack. */
async function gitCase(
  t: ExecutionContext,
  write: readonly string[],
): Promise<{ it: Case; after: HostPath }> {
  const it = await overlayCase(t, before, [{ patch: 'a.patch' }]);
  const after = inHost(it.folder, 'after');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
      cwd: after,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: it.folder, GIT_CONFIG_NOSYSTEM: '1' },
      maxBuffer: 64 * 1024 * 1024,
    });
  await mkdir(after);
  git('init', '--quiet');
  const commit = (message: string) => {
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '-m', message);
  };
  await writeFiles(after, before);
  commit('before');
  await change(after);
  commit('Change it all\n\ndiff is what follows:\n---\n not yet');
  await writeFile(inHost(it.folder, 'a.patch'), git(...write));
  await rm(inHost(after, '.git'), { recursive: true });
  return { it, after };
}

/** Every file with whether it is a program and its content. */
async function contentsOf(root: HostPath): Promise<Record<string, string>> {
  const entries = await listTree(root);
  const files = entries.filter(({ kind }) => kind === 'file').map(({ path }) => path);
  return Object.fromEntries(
    await Promise.all(
      files.map(async (path) => {
        const program = ((await stat(inHost(root, path))).mode & 0o100) !== 0;
        const content = await readFile(inHost(root, path), 'base64');
        return [path, `${program ? 'program' : 'file'} ${content}`] as const;
      }),
    ),
  );
}

for (const [name, write] of [
  ['git format-patch', ['format-patch', '-1', '--stdout']],
  ['git diff --binary', ['diff', '--binary', 'HEAD~1']],
  ['git diff --binary --no-renames', ['diff', '--binary', '--no-renames', 'HEAD~1']],
  ['git diff --binary --find-copies', ['diff', '--binary', '--find-copies', 'HEAD~1']],
] as const) {
  test(`a patch that ${name} writes is applied whole, and once`, async (t) => {
    const { it, after } = await gitCase(t, write);
    await it.run();
    t.deepEqual(await contentsOf(it.output), await contentsOf(after));
    const again = await it.again();
    t.deepEqual(again.differences, []);
    t.deepEqual(
      again.changes.filter(({ changed }) => changed),
      [],
    );
  });
}

test('it is told what became of each file', async (t) => {
  const { it } = await gitCase(t, ['format-patch', '-1', '--stdout']);
  const { changes } = await it.run({ output: undefined });
  t.deepEqual(changes.map(({ path, message }) => `${path}: ${message}`).sort(), [
    'bin/compile: patched by a.patch',
    'bin/moved and edited: moved from lib/moved and edited by a.patch',
    'lib/a copy.dat: added by a.patch',
    'lib/a copy: added by a.patch',
    'lib/copied.dat: patched by a.patch',
    'lib/copied: patched by a.patch',
    'lib/edited copy.dat: added by a.patch',
    'lib/edited copy: added by a.patch',
    'lib/gone.dat: removed by a.patch',
    'lib/large.dat: patched by a.patch',
    'lib/new-empty: added by a.patch',
    'lib/new.dat: added by a.patch',
    'lib/new/text: added by a.patch',
    'lib/no-end: patched by a.patch',
    'lib/other.dat: moved from lib/moved.dat by a.patch',
    'lib/small.dat: patched by a.patch',
    'lib/tool.dat: patched by a.patch',
    'lib/é.txt: patched by a.patch',
    'moved: moved from lib/moved by a.patch',
  ]);
});

test('a binary patch is only for the content that it names, and gives only the one that it names', async (t) => {
  const { it } = await gitCase(t, ['diff', '--binary', 'HEAD~1', '--', 'lib/small.dat']);
  await writeFiles(it.buildpack, { 'lib/small.dat': Buffer.from([0, 1, 4]) });
  await t.throwsAsync(it.run(), {
    code: 'OVERLAY_MISMATCH',
    message:
      "change 1 of overlay.yml: lib/small.dat: a.patch doesn't fit: it is for 8352675d67ae…, as git names contents",
  });
  const patch = inHost(it.folder, 'a.patch');
  const text = await readFile(patch, 'utf8');
  await writeFiles(it.buildpack, { 'lib/small.dat': Buffer.from([0, 1, 2]) });
  await writeFile(patch, text.replace(/^literal 3$/m, 'literal 4'));
  await t.throwsAsync(it.run(), {
    code: 'OVERLAY_INVALID',
    message:
      "change 1 of overlay.yml: a.patch is damaged: it doesn't give the lib/small.dat that it says",
  });
  await writeFile(patch, text.replace(/^K/m, 'J'));
  await t.throwsAsync(it.run(), {
    message:
      "change 1 of overlay.yml: a.patch is damaged: it doesn't give the lib/small.dat that it says",
  });
  await writeFile(patch, text.replace(/^K.*$/m, 'K"""'));
  await t.throwsAsync(it.run(), {
    message: 'change 1 of overlay.yml: a.patch is no unified diff: a binary part of it is damaged',
  });
});

test('a rename to what is there, and of what is not, is an error', async (t) => {
  const { it } = await gitCase(t, ['diff', 'HEAD~1', '--', 'moved', 'lib/moved']);
  await writeFiles(it.buildpack, { moved: 'something else\n' });
  await t.throwsAsync(it.run(), {
    code: 'OVERLAY_MISMATCH',
    message: 'change 1 of overlay.yml: a.patch renames lib/moved to moved, which is there too',
  });
  await rm(inHost(it.buildpack, 'lib/moved'));
  await rm(inHost(it.buildpack, 'moved'));
  await t.throwsAsync(it.run(), {
    code: 'OVERLAY_MISMATCH',
    message: 'change 1 of overlay.yml: lib/moved is not there',
  });
});

test('a copy to what is there and is another file is an error', async (t) => {
  const { it } = await gitCase(t, [
    ...['diff', '--binary', '--find-copies', 'HEAD~1', '--'],
    ...['lib/copied', 'lib/a copy', 'lib/edited copy', 'lib/copied.dat', 'lib/a copy.dat'],
  ]);
  const { changes } = await it.run();
  t.deepEqual(
    changes.map(({ path, message }) => `${path}: ${message}`),
    [
      'lib/a copy: copied from lib/copied by a.patch',
      'lib/a copy.dat: copied from lib/copied.dat by a.patch',
      'lib/copied: patched by a.patch',
      'lib/copied.dat: patched by a.patch',
      'lib/edited copy: copied from lib/copied by a.patch',
    ],
  );
  for (const copy of ['lib/a copy', 'lib/a copy.dat']) {
    await writeFiles(it.buildpack, { [copy]: 'something else\n' });
    await t.throwsAsync(it.run(), {
      code: 'OVERLAY_MISMATCH',
      message: `change 1 of overlay.yml: a.patch copies ${copy.replace('a copy', 'copied')} to ${copy}, which is there with another content`,
    });
    await rm(inHost(it.buildpack, copy));
  }
  await writeFiles(it.buildpack, { 'lib/edited copy': 'something else\n' });
  await t.throwsAsync(it.run(), {
    code: 'OVERLAY_MISMATCH',
    message: "change 1 of overlay.yml: lib/edited copy: a.patch doesn't fit",
  });
  await rm(inHost(it.buildpack, 'lib/edited copy'));
  await rm(inHost(it.buildpack, 'lib/copied'));
  await t.throwsAsync(it.run(), { message: 'change 1 of overlay.yml: lib/copied is not there' });
});

test('bytes that a patch only mentions, and links, are refused with what to do', async (t) => {
  const { it } = await gitCase(t, ['diff', 'HEAD~1', '--', 'lib/small.dat']);
  await t.throwsAsync(it.run(), {
    code: 'OVERLAY_INVALID',
    message:
      'change 1 of overlay.yml: a.patch only says that the bytes of b/lib/small.dat are others',
  });
  const link = [
    'diff --git a/l b/l',
    'new file mode 120000',
    '--- /dev/null',
    '+++ b/l',
    '@@ -0,0 +1 @@',
    '+bin/compile',
    '\\ No newline at end of file',
    '',
  ];
  await writeFile(inHost(it.folder, 'a.patch'), link.join('\n'));
  await t.throwsAsync(it.run(), {
    code: 'OVERLAY_INVALID',
    message:
      'change 1 of overlay.yml: a.patch changes b/l, which is no file: links and submodules are not patched',
  });
});
