import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { copyOf } from './copy.js';

const CHECKOUT = hostPath(import.meta.dirname, '../..');
const SCRIPT = ['--import=tsx', 'test/mutants/mutants.ts'];

test('a copy has what git knows and what it doesn’t know yet, without tests that nobody wants', async (t) => {
  const checkout = await temporaryFolder(t);
  const files = [
    'src/a.ts',
    'src/gone.ts',
    'test/a/a.test.ts',
    'test/a/help.ts',
    'test/b/b.test.ts',
  ];
  for (const file of [
    ...files,
    'src/new.ts',
    'ignored/x',
    'node_modules/.cache/x',
    'node_modules/p/x',
  ]) {
    await mkdir(path.dirname(inHost(checkout, file)), { recursive: true });
    await writeFile(inHost(checkout, file), file);
  }
  await writeFile(inHost(checkout, '.gitignore'), 'ignored\nnode_modules\n');
  await execa('git', ['init', '--quiet'], { cwd: checkout });
  await execa('git', ['add', ...files], { cwd: checkout });
  await rm(inHost(checkout, 'src/gone.ts'));
  const { folder, remove } = await copyOf(checkout, (name) => name.startsWith('test/a/'));
  t.deepEqual(await below(folder), [
    '.gitignore',
    'node_modules/p',
    'src/a.ts',
    'src/new.ts',
    'test/a/a.test.ts',
    'test/a/help.ts',
  ]);
  t.is(await readFile(inHost(folder, 'node_modules/p/x'), 'utf8'), 'node_modules/p/x');
  await remove();
  t.deepEqual(await readdir(inHost(checkout, 'node_modules/p')), ['x']);
  await t.throwsAsync(readdir(folder), { code: 'ENOENT' });
});

test('a room that there isn’t, and arguments that say nothing, are wrong use', async (t) => {
  const run = (...words: string[]) =>
    execa(process.execPath, [...SCRIPT, ...words], { cwd: CHECKOUT, reject: false });
  const [odd, none] = await Promise.all([run('--count', '3'), run('no-such-room')]);
  t.is(odd.exitCode, 2);
  t.regex(odd.stderr, /^Usage: npm run mutants -- /);
  t.is(none.exitCode, 2);
  t.is(none.stderr, 'There is no such room with such tests.');
});

test('an interrupted run leaves nothing', async (t) => {
  const folder = await temporaryFolder(t);
  // tsx keeps what it compiles there too.
  const copies = async () => (await readdir(folder)).filter((name) => name.startsWith('mutants-'));
  const child = execa(process.execPath, [...SCRIPT, 'version', '--samples=1'], {
    cwd: CHECKOUT,
    env: { TMPDIR: folder },
    reject: false,
  });
  while ((await copies()).length === 0 && child.exitCode === null) await pause(20);
  child.kill('SIGINT');
  const { exitCode, stdout } = await child;
  t.is(exitCode, 130);
  t.is(stdout, '');
  t.deepEqual(await copies(), []);
});

async function temporaryFolder(t: ExecutionContext): Promise<HostPath> {
  const folder = hostPath(await mkdtemp(path.join(os.tmpdir(), 'mutants-test-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Files and links below a folder. */
async function below(folder: HostPath): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}
