import { lstat, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import pLimit from 'p-limit';
import { inHost, type HostPath } from '../../../src/path.js';
import { isTemporary } from '../../../src/files/index.js';
import {
  comesTrue,
  processesWith,
  runCli,
  startCli,
  temporaryFolder,
  type Running,
  type Surroundings,
} from '../cli.js';
import { filesBelow, namesIn, workspace } from './fixture.js';

/** So many files that they aren't gone in a moment. */
const MANY = 40_000;
/** Bytes that nobody reads in a moment; they take no place on the disk. */
const HUGE = 16 * 1024 ** 3;
const SOME = 100 * 1024 ** 2;

/** Each keeps a processor busy. */
const slots = pLimit(2);

interface Here extends Surroundings {
  folder: HostPath;
  cwd: HostPath;
  cache: HostPath;
  tmp: HostPath;
  env: Readonly<Record<string, string>>;
}

/** A place with a folder for temporary files of its own. */
async function place(t: ExecutionContext): Promise<Here> {
  return withTmp(await emptyPlace(t));
}

async function emptyPlace(t: ExecutionContext) {
  const folder = await temporaryFolder(t);
  const [cwd, cache] = [inHost(folder, 'here'), inHost(folder, 'cache')];
  await mkdir(cwd);
  return { folder, cwd, cache };
}

async function withTmp(here: { folder: HostPath; cwd: HostPath; cache: HostPath }): Promise<Here> {
  const tmp = inHost(here.folder, 'tmp');
  await mkdir(tmp);
  return { ...here, tmp, env: { TMPDIR: tmp } };
}

async function huge(file: HostPath, size = HUGE): Promise<void> {
  await writeFile(file, '');
  await truncate(file, size);
}

/** Fills a folder with files without anything in them. */
async function manyFiles(folder: HostPath): Promise<void> {
  const fill = 'mkdir -p "$1"; cd "$1"; seq "$2" | xargs touch';
  await execa('sh', ['-c', fill, 'sh', folder, String(MANY)]);
}

/** Waits for what shows that a run is in the midst of its work. */
async function seen(t: ExecutionContext, run: Running, what: () => Promise<boolean>) {
  const state = { ended: false };
  void run.finished.then(() => {
    state.ended = true;
  });
  await comesTrue(async () => state.ended || (await what()));
  t.false(state.ended, 'it is still at work');
}

/** Tells it to end: it does, as it should, and nothing is left of its work. */
async function terminate(t: ExecutionContext, run: Running, here: Here): Promise<void> {
  run.kill('SIGTERM');
  const { exitCode, stderr } = await run.finished;
  t.is(exitCode, 130, stderr);
  t.regex(stderr, /^error INTERRUPTED Interrupted by SIGTERM\.$/m);
  // What removes the rest outlives it.
  const isQuiet = async () => (await processesWith(here.folder)).length === 0;
  t.true(await comesTrue(isQuiet), 'no process is left');
  t.deepEqual(await namesIn(here.tmp), []);
  for (const name of ['work', 'locks']) t.deepEqual(await namesIn(inHost(here.cache, name)), []);
  for (const folder of [here.cwd, here.cache]) {
    const left = (await filesBelow(folder)).filter((file) => file.split('/').some(isTemporary));
    t.deepEqual(left, []);
  }
}

/** Bytes that a process has read so far, of files and of whatever else. */
async function hasRead({ pid }: Running, bytes: number): Promise<boolean> {
  const told = await readFile(`/proc/${pid}/io`, 'utf8').catch(() => '');
  return Number(/^rchar: (\d+)$/m.exec(told)?.[1]) > bytes;
}

/** Whether the process that works for a run has had a processor for half a second, most of it for the manifest. */
async function isComputing({ pid }: Running): Promise<boolean> {
  const told = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const [worker] = told.trim().split(' ');
  const words = await readFile(`/proc/${worker ?? ''}/cmdline`, 'utf8').catch(() => '');
  if (!words.includes('__apart')) return false;
  const status = await readFile(`/proc/${worker ?? ''}/stat`, 'utf8').catch(() => '');
  // Ticks of a hundredth of a second; see proc_pid_stat(5).
  return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[11]) > 90;
}

/** Whether below a folder there is something temporary whose folder has names in it, or whose file has bytes. */
async function isBegun(folder: HostPath, inside = '.'): Promise<boolean> {
  for (const name of (await namesIn(folder)).filter(isTemporary)) {
    const found = inHost(folder, path.join(name, inside));
    const stats = await lstat(found).catch(() => undefined);
    if (stats?.isFile() === true && stats.size > 0) return true;
    if (stats?.isDirectory() === true && (await readdir(found)).length > MANY / 4) return true;
  }
  return false;
}

/** A manifest as large as one may be. */
function largeManifest(stack: string): string {
  const entries = Array.from({ length: 10_000 }, (_, index) => {
    const digest = index.toString(16).padStart(64, '0');
    return `- name: python
  version: 3.11.${index}
  uri: https://example.org/dependencies/python/python_3.11.${index}_linux_x64_${stack}_${digest.slice(-8)}.tgz
  sha256: ${digest}
  cf_stacks: [${stack}]
  source: https://example.org/ftp/python/3.11.${index}/Python-3.11.${index}.tgz
  source_sha256: ${digest}
`;
  });
  return `language: python\ndependencies:\n${entries.join('')}`;
}

signalTest('a half-unpacked tree of many files', async (t) => {
  const here = await withTmp(await workspace(t));
  await manyFiles(inHost(here.folder, 'tree'));
  await execa('tar', ['-czf', inHost(here.folder, 'tree.tgz'), '-C', here.folder, 'tree']);
  const words = ['audit', '../tree.tgz', '--prefix=/app/tree', '--stack=debian12'];
  const run = startCli(words, here);
  await seen(t, run, () => isBegun(here.tmp, 'tree/tree'));
  await terminate(t, run, here);
});

signalTest('a cache that is being pruned', async (t) => {
  const here = await place(t);
  await manyFiles(inHost(here.cache, 'work/failed-1.0-debian12-x64-01234567/box'));
  const run = startCli(['cache', 'prune'], here);
  const isGoing = async () => (await namesIn(inHost(here.cache, 'work'))).some(isTemporary);
  await seen(t, run, isGoing);
  await terminate(t, run, here);
});

for (const verb of [
  ['list', 'manifest.yml'],
  ['check', 'manifest.yml'],
  ['diff', 'manifest.yml', 'other.yml'],
  ['copy-stack', 'manifest.yml', 'cflinuxfs4', 'cflinuxfs5'],
]) {
  signalTest(`a manifest of 4 MB: manifest ${verb.join(' ')}`, async (t) => {
    const here = await place(t);
    const text = largeManifest('cflinuxfs4');
    await writeFile(inHost(here.cwd, 'manifest.yml'), text);
    await writeFile(inHost(here.cwd, 'other.yml'), text.replaceAll('3.11.', '3.12.'));
    const run = startCli(['manifest', ...verb], here);
    await seen(t, run, () => isComputing(run));
    await terminate(t, run, here);
    t.is(await readFile(inHost(here.cwd, 'manifest.yml'), 'utf8'), text);
  });
}

signalTest('an artifact that is looked for by its digest', async (t) => {
  const here = await place(t);
  await huge(inHost(here.cwd, 'download.tgz'));
  const run = startCli(['verify', 'download.tgz'], here);
  await seen(t, run, () => hasRead(run, SOME));
  await terminate(t, run, here);
});

signalTest('a published file that is being hashed', async (t) => {
  const here = await withTmp(await workspace(t));
  const words = ['build', 'tiny@1.0', '--stack=debian12'];
  const built = await runCli(words, here);
  t.is(built.exitCode, 0, built.stderr);
  const published = inHost(here.cwd, 'artifacts/debian12/tiny-1.0-linux-x64.tgz');
  await huge(published);
  const run = startCli(words, here);
  await seen(t, run, () => hasRead(run, SOME));
  await terminate(t, run, here);
  t.is((await lstat(published)).size, HUGE);
});

async function buildpackWith(here: Here, line = '') {
  const bin = inHost(here.cwd, 'bin');
  await mkdir(bin);
  await writeFile(inHost(here.cwd, 'VERSION'), '1.0.0\n');
  const prePackage = line === '' ? '' : `pre_package: ${JSON.stringify(line)}\n`;
  const manifest = `language: tiny\ndependencies: []\ninclude_files: [bin, VERSION]\n${prePackage}`;
  await writeFile(inHost(here.cwd, 'manifest.yml'), manifest);
  return bin;
}

const PACKAGE = ['buildpack', 'package', '.', '--uncached', '--any-stack', '--no-check'];

signalTest('a large file that is being packed', async (t) => {
  const here = await place(t);
  await huge(inHost(await buildpackWith(here), 'large'), 3 * 1024 ** 3);
  const run = startCli([...PACKAGE, '--output-dir=.'], here);
  await seen(t, run, () => hasRead(run, SOME));
  await terminate(t, run, here);
  t.deepEqual(await namesIn(here.cwd), ['VERSION', 'bin', 'manifest.yml']);
});

signalTest('a large file that is being copied for pre_package', async (t) => {
  const here = await place(t);
  await huge(inHost(await buildpackWith(here, 'true'), 'large'));
  const run = startCli([...PACKAGE, '--output-dir=../zips'], here);
  await seen(t, run, () => isBegun(here.tmp, 'buildpack/bin/large'));
  await terminate(t, run, here);
});

signalTest('a pre_package that goes on for ever, with what it started', async (t) => {
  const here = await place(t);
  await buildpackWith(here, 'sleep infinity & echo started; wait');
  const run = startCli([...PACKAGE, '--output-dir=../zips', '--json'], here);
  await run.event(({ type, line }) => type === 'script.line' && line === 'started');
  await terminate(t, run, here);
});

signalTest('a large file of a buildpack that is overlaid', async (t) => {
  const here = await place(t);
  await huge(inHost(await buildpackWith(here), 'large'));
  const overlay = inHost(here.folder, 'overlay.yml');
  await writeFile(overlay, 'changes:\n- add: NOTE\n  content: hello\n');
  const run = startCli(['buildpack', 'overlay', '.', overlay, '--output=../copy'], here);
  await seen(t, run, () => isBegun(here.folder, 'bin/large'));
  await terminate(t, run, here);
  t.deepEqual((await namesIn(here.folder)).filter(isTemporary), []);
});

function signalTest(title: string, body: (t: ExecutionContext) => Promise<void>): void {
  test(`SIGTERM ends work on ${title}, and nothing is left`, (t) => slots(() => body(t)));
}
