import { link, lstat, mkdir, readFile, rename } from 'node:fs/promises';

import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';

import { BuilderError } from '../../src/error.js';
import { guestPath, inHost, type HostPath } from '../../src/path.js';
import { relocateTree, type RelocationOptions } from '../../src/relocate/index.js';
import { type RunTool } from '../../src/elf/index.js';
import { plant, scratch, toolsIn } from './scratch.js';

const STAGING = guestPath('/binary-builder/staging');
const PREFIX = guestPath('/app/.heroku/vendor');
const tree = (root: HostPath) => ({ root, guest: STAGING, prefix: PREFIX });

const options = (run: RunTool, keep: readonly string[] = []): RelocationOptions => ({
  mappings: [{ from: guestPath('/binary-builder/source'), to: '/usr/src/answer-1' }],
  prune: [],
  strip: { enabled: true, keep },
  run,
});

/** A tree with a library, a program that needs it, an object and a static library. */
async function build(t: ExecutionContext, flags: readonly string[]): Promise<HostPath> {
  const root = inHost(await scratch(t), 'built here');
  await plant(root, {
    'src/answer.c': 'int answer(void) { return 42; }\n',
    'src/main.c': 'int answer(void);\nint main(void) { return answer() - 42; }\n',
  });
  await mkdir(inHost(root, 'bin'));
  await mkdir(inHost(root, 'lib'));
  const cc = (...args: string[]) => execa('gcc', ['-g', ...args], { cwd: root });
  const soname = '-Wl,-soname,libanswer.so.1';
  await cc('-shared', '-fPIC', soname, '-o', 'lib/libanswer.so.1.0', 'src/answer.c');
  await execa('ln', ['-s', 'libanswer.so.1.0', 'lib/libanswer.so.1'], { cwd: root });
  await cc('-o', 'bin/main', 'src/main.c', 'lib/libanswer.so.1.0', ...flags);
  await cc('-c', '-o', 'lib/answer.o', 'src/answer.c');
  await execa('ar', ['rcU', 'lib/libanswer.a', 'lib/answer.o'], { cwd: root });
  return root;
}

async function dynamicOf(path: HostPath): Promise<string[]> {
  const { stdout } = await execa('readelf', ['-W', '-d', path], { env: { LC_ALL: 'C' } });
  return [...stdout.matchAll(/\((RPATH|RUNPATH)\).*\[(.*)\]/g)].map(
    ([, kind = '', value = '']) => `${kind} ${value}`,
  );
}

/** Runs the tree's program, without anything in the environment that would help it. */
const runs = (root: HostPath) => execa(inHost(root, 'bin/main'), { env: {}, extendEnv: false });

const hasDebug = async (path: HostPath) =>
  (await execa('readelf', ['-W', '-S', path])).stdout.includes('.debug_info');

test('a program that was linked at the prefix finds its library wherever the tree is', async (t) => {
  const root = await build(t, [
    `-Wl,-rpath,/binary-builder/source/.libs:${PREFIX}/lib:${STAGING}/lib:/usr/lib`,
  ]);
  const report = await relocateTree(tree(root), options(toolsIn(root)));

  const elsewhere = inHost(await scratch(t), 'moved');
  await rename(root, elsewhere);
  await t.notThrowsAsync(runs(elsewhere));

  t.deepEqual(await dynamicOf(inHost(elsewhere, 'bin/main')), ['RUNPATH $ORIGIN/../lib']);
  t.deepEqual(report.rpaths, [
    {
      path: 'bin/main',
      kind: 'RUNPATH',
      from: ['/binary-builder/source/.libs', `${PREFIX}/lib`, `${STAGING}/lib`, '/usr/lib'],
      to: ['$ORIGIN/../lib'],
    },
  ]);
  t.deepEqual(report.stripped, [
    'bin/main',
    'lib/answer.o',
    'lib/libanswer.a',
    'lib/libanswer.so.1.0',
  ]);
  t.deepEqual(report.warnings, []);
});

test('a program without any RPATH gets one for a library of the tree', async (t) => {
  const root = await build(t, []);
  await t.throwsAsync(runs(root), { message: /libanswer\.so\.1: cannot open shared object/ });

  await relocateTree(tree(root), options(toolsIn(root)));

  await t.notThrowsAsync(runs(root));
  t.deepEqual(await dynamicOf(inHost(root, 'bin/main')), ['RUNPATH $ORIGIN/../lib']);
});

test('a library of the tree counts under the name of an absolute link that became relative', async (t) => {
  const root = await build(t, []);
  await execa('ln', ['-sf', `${STAGING}/lib/libanswer.so.1.0`, 'lib/libanswer.so.1'], {
    cwd: root,
  });

  await relocateTree(tree(root), options(toolsIn(root)));

  await t.notThrowsAsync(runs(root));
});

test('an old-style RPATH stays one, which LD_LIBRARY_PATH cannot overrule', async (t) => {
  const root = await build(t, [`-Wl,--disable-new-dtags,-rpath,${PREFIX}/lib`]);
  const { rpaths } = await relocateTree(tree(root), options(toolsIn(root)));
  t.deepEqual(await dynamicOf(inHost(root, 'bin/main')), ['RPATH $ORIGIN/../lib']);
  t.deepEqual(
    rpaths.map(({ kind }) => kind),
    ['RPATH'],
  );
});

test('an RPATH of which nothing stays is removed', async (t) => {
  const root = await build(t, []);
  await execa('patchelf', ['--set-rpath', '/usr/lib', 'lib/libanswer.so.1.0'], { cwd: root });
  await relocateTree(tree(root), options(toolsIn(root)));
  t.deepEqual(await dynamicOf(inHost(root, 'lib/libanswer.so.1.0')), []);
});

/** Links a library with these flags beside the tree's own, relocates, and gives what it holds then. */
async function linked(t: ExecutionContext, flags: readonly string[]) {
  const root = await build(t, []);
  const args = ['-shared', '-fPIC', '-o', 'lib/libtwo.so.1', 'src/answer.c', ...flags];
  await execa('gcc', args, { cwd: root });
  await relocateTree(tree(root), options(toolsIn(root)));
  const path = inHost(root, 'lib/libtwo.so.1');
  const { stdout } = await execa('readelf', ['-W', '-d', path], { env: { LC_ALL: 'C' } });
  const loads = 'import ctypes, sys; print(ctypes.CDLL(sys.argv[1]).answer())';
  return {
    rpaths: await dynamicOf(path),
    dynamic: [...stdout.matchAll(/\((SONAME|AUXILIARY)\).*\[(.*)\]/g)].map(([, , value]) => value),
    bytes: await readFile(path, 'latin1'),
    answer: (await execa('python3', ['-c', loads, path])).stdout,
  };
}

test('an RPATH that led into the build alone leaves no string behind', async (t) => {
  const { rpaths, bytes, answer } = await linked(t, [
    '-Wl,-rpath,/binary-builder/source/.libs:/usr/lib',
  ]);
  t.deepEqual(rpaths, []);
  t.false(bytes.includes('binary-builder'));
  t.is(answer, '42');
});

test('of a removed RPATH stays the end that another string of the loader shares', async (t) => {
  const { rpaths, dynamic, bytes, answer } = await linked(t, [
    '-Wl,-rpath,/binary-builder/source/libtwo.so.1',
    '-Wl,-soname,libtwo.so.1',
  ]);
  t.deepEqual(rpaths, []);
  t.deepEqual(dynamic, ['libtwo.so.1']);
  t.false(bytes.includes('binary-builder'));
  t.is(answer, '42');
});

test('a removed RPATH that something else in the file names too stays for the audit to find', async (t) => {
  const shared = '/binary-builder/source/libtwo.so.1';
  const { rpaths, dynamic, bytes } = await linked(t, [
    `-Wl,-rpath,${shared}`,
    `-Wl,--auxiliary,${shared}`,
  ]);
  t.deepEqual(rpaths, []);
  t.deepEqual(dynamic, [shared]);
  t.true(bytes.includes(shared));
});

test('a program that the linker gave the right RPATH is not touched by patchelf', async (t) => {
  const root = await build(t, ['-Wl,-rpath,$ORIGIN/../lib']);
  const before = await readFile(inHost(root, 'bin/main'));
  const calls: string[][] = [];
  const noStrip = { ...options(toolsIn(root, calls)), strip: { enabled: false, keep: [] } };
  const report = await relocateTree(tree(root), noStrip);

  t.deepEqual(
    calls.map(([program]) => program),
    ['readelf'],
  );
  t.deepEqual([report.stripped, report.rpaths], [[], []]);
  t.deepEqual(await readFile(inHost(root, 'bin/main')), before);
});

test('stripping keeps what is linked against, and leaves alone what the recipe names', async (t) => {
  const root = await build(t, ['-Wl,-rpath,$ORIGIN/../lib']);
  const report = await relocateTree(tree(root), options(toolsIn(root), ['bin/**']));

  t.false(report.stripped.includes('bin/main'));
  t.true(await hasDebug(inHost(root, 'bin/main')));
  for (const path of ['lib/libanswer.so.1.0', 'lib/libanswer.a', 'lib/answer.o']) {
    t.false(await hasDebug(inHost(root, path)), path);
  }
  for (const library of ['lib/libanswer.a', 'lib/answer.o', 'lib/libanswer.so.1.0']) {
    await execa('gcc', ['-o', 'again', 'src/main.c', library], { cwd: root });
  }
});

test('hard links, modes and times of binaries are kept', async (t) => {
  const root = await build(t, [`-Wl,-rpath,${PREFIX}/lib`]);
  const main = inHost(root, 'bin/main');
  await link(main, inHost(root, 'bin/main-1.0'));
  const then = '2020-02-02T02:02:02.000Z';
  await execa('chmod', ['0555', main]);
  await execa('touch', ['-d', then, main]);

  await relocateTree(tree(root), options(toolsIn(root)));

  const stats = await lstat(inHost(root, 'bin/main-1.0'));
  t.is(stats.ino, (await lstat(main)).ino);
  t.is(stats.mode & 0o7777, 0o555);
  t.is(stats.mtime.toISOString(), then);
  t.deepEqual(await dynamicOf(inHost(root, 'bin/main-1.0')), ['RUNPATH $ORIGIN/../lib']);
});

test('a file that only begins like ELF is told and left alone, and the others are done', async (t) => {
  const root = await build(t, [`-Wl,-rpath,${PREFIX}/lib`]);
  const odd = { '@odd': '\x7fELF, says who?\n', '-x.a': '!<arch>\nnot really\n' };
  await plant(root, odd);

  const { rpaths, stripped, warnings } = await relocateTree(tree(root), options(toolsIn(root)));

  t.deepEqual(
    rpaths.map(({ path }) => path),
    ['bin/main'],
  );
  t.true(stripped.includes('bin/main'));
  t.is(warnings.length, 2);
  t.regex(warnings[0] ?? '', /^@odd begins like an ELF file but is none, and was left/);
  t.regex(warnings[1] ?? '', /^-x\.a could not be stripped, and was left as it is/);
  t.is(await readFile(inHost(root, '@odd'), 'utf8'), odd['@odd']);
});

test('a stack without patchelf is told which package it lacks', async (t) => {
  const root = await build(t, []);
  const tools = toolsIn(root);
  const run: RunTool = (argv) =>
    argv[0] === 'patchelf' ? Promise.reject(new Error('spawn patchelf ENOENT')) : tools(argv);
  const error = await t.throwsAsync(() => relocateTree(tree(root), options(run)), {
    instanceOf: BuilderError,
  });
  t.is(error.code, 'MISSING_PROGRAM');
  t.is(error.message, "The stack has no patchelf, which is needed to set a file's RPATH");
  t.regex(error.hint ?? '', /Add the package 'patchelf'/);
});

test('patchelf 0.18 is refused, since it corrupts files', async (t) => {
  const root = await build(t, []);
  const tools = toolsIn(root);
  const run: RunTool = (argv) =>
    argv[1] === '--version' ? Promise.resolve('patchelf 0.18.0\n') : tools(argv);
  const error = await t.throwsAsync(() => relocateTree(tree(root), options(run)), {
    instanceOf: BuilderError,
  });
  t.is(error.message, "The stack's patchelf 0.18.0 corrupts files");
  t.regex(error.hint ?? '', /0\.14\.3/);
  t.deepEqual(await dynamicOf(inHost(root, 'bin/main')), []);
});

test('a file that patchelf refuses ends the relocation with its name and what to do', async (t) => {
  const root = await build(t, []);
  const tools = toolsIn(root);
  const run: RunTool = (argv) =>
    argv[1] === '--set-rpath' ? Promise.reject(new Error('cannot find section')) : tools(argv);
  const error = await t.throwsAsync(() => relocateTree(tree(root), options(run)), {
    instanceOf: BuilderError,
  });
  t.is(error.code, 'STEP_FAILED');
  t.is(
    error.message,
    "patchelf could not set the RUNPATH of bin/main to '$ORIGIN/../lib': cannot find section",
  );
  t.regex(error.hint ?? '', /-Wl,-rpath/);
});
