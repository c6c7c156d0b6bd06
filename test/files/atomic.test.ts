import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import test from 'ava';
import { BuilderError } from '../../src/error.js';
import { inHost } from '../../src/path.js';
import {
  copyAtomic,
  explainSystemError,
  replaceFile,
  writeFileAtomic,
} from '../../src/files/index.js';
import { filesIn, temporaryFolder } from '../store/folder.js';
import { afterMounting, start } from '../store/process/start.js';

test('a file is written with its folders, and replaced', async (t) => {
  const folder = await temporaryFolder(t);
  const file = inHost(folder, 'a', 'b', 'file');
  await writeFileAtomic(file, 'first');
  await writeFileAtomic(file, Buffer.from('second'), { mode: 0o600 });
  t.is(await readFile(file, 'utf8'), 'second');
  t.is((await stat(file)).mode & 0o777, 0o600);
  t.deepEqual(await filesIn(folder), ['a/b/file']);
});

test('a file that could not be made leaves the old one, and nothing else', async (t) => {
  const folder = await temporaryFolder(t);
  const file = inHost(folder, 'file');
  await writeFileAtomic(file, 'old');
  await t.throwsAsync(
    replaceFile(file, async ({ handle }) => {
      await handle.writeFile('half');
      throw new Error('broken');
    }),
    { message: 'broken' },
  );
  t.is(await readFile(file, 'utf8'), 'old');
  t.deepEqual(await filesIn(folder), ['file']);
});

test('a copy has the same content and mode', async (t) => {
  const folder = await temporaryFolder(t);
  const from = inHost(folder, 'from');
  await writeFile(from, 'content');
  await chmod(from, 0o750);
  await copyAtomic(from, inHost(folder, 'made', 'to'));
  t.is(await readFile(inHost(folder, 'made', 'to'), 'utf8'), 'content');
  t.is((await stat(inHost(folder, 'made', 'to'))).mode & 0o777, 0o750);
});

test('so has one of a file that takes a while, and a signal ends that', async (t) => {
  const folder = await temporaryFolder(t);
  const [from, to] = [inHost(folder, 'from'), inHost(folder, 'to')];
  await writeFile(from, Buffer.alloc(20 * 1024 * 1024, 'content'));
  await chmod(from, 0o750);
  await copyAtomic(from, to);
  t.true((await readFile(to)).equals(await readFile(from)));
  t.is((await stat(to)).mode & 0o777, 0o750);

  const interrupt = new AbortController();
  const copied = copyAtomic(from, inHost(folder, 'other'), { signal: interrupt.signal });
  interrupt.abort(new BuilderError('INTERRUPTED', 'stop'));
  await t.throwsAsync(copied, { message: 'stop' });
  t.deepEqual(await filesIn(folder), ['from', 'to']);
});

for (const how of ['write', 'copy']) {
  test(`a full disk stops a ${how} with DISK_FULL, and leaves nothing behind`, async (t) => {
    const folder = await temporaryFolder(t);
    const small = inHost(folder, 'small');
    await mkdir(small);
    const large = inHost(folder, 'large');
    await writeFile(large, Buffer.alloc(200_000, 'x'));
    const target = inHost(small, 'file');
    const writer = start(
      './write.ts',
      [how, target, '200000', large],
      afterMounting('mount -t tmpfs -o size=64k tmpfs "$1"', small),
    );
    t.deepEqual(JSON.parse((await writer.line()) ?? ''), [
      'DISK_FULL',
      `cannot write ${target}: no space left on its disk`,
      'Free some space there and start again; `binary-builder cache prune` removes what can be made again.',
    ]);
    t.is(await writer.line(), '[]');
  });
}

test('what a killed writer left goes with the next write, what a running one writes stays', async (t) => {
  const folder = await temporaryFolder(t);
  const target = inHost(folder, 'file');
  const [killed, running] = [
    start('./hold-write.ts', [target]),
    start('./hold-write.ts', [target]),
  ];
  const names = [await killed.line(), await running.line()];
  t.deepEqual(await filesIn(folder), [...names].sort());
  killed.child.kill('SIGKILL');
  await killed.ended;
  await writeFileAtomic(target, 'next');
  t.deepEqual(await filesIn(folder), [names[1] ?? '', 'file'].sort());
  running.child.stdin.end();
  t.is(await running.ended, 0);
  t.deepEqual(await filesIn(folder), ['file']);
  t.is(await readFile(target, 'utf8'), 'held');
});

test('what has a name that begins alike, or none of ours, is nobody’s to remove', async (t) => {
  const folder = await temporaryFolder(t);
  const uuid = '12345678-1234-1234-1234-123456789012';
  const others = [`.file.old.${uuid}.tmp`, '.file.tmp', `.files.${uuid}.tmp`];
  for (const name of others) await writeFile(inHost(folder, name), '');
  await writeFile(inHost(folder, `.file.${uuid}.tmp`), '');
  await writeFileAtomic(inHost(folder, 'file'), 'next');
  t.deepEqual(await filesIn(folder), [...others, 'file'].sort());
});

test('a read-only file system stops a write with NOT_WRITABLE', async (t) => {
  const folder = await temporaryFolder(t);
  const target = inHost(folder, 'file');
  const writer = start(
    './write.ts',
    ['write', target, '5'],
    afterMounting('mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"', folder),
  );
  const [code, message] = JSON.parse((await writer.line()) ?? '') as string[];
  t.is(code, 'NOT_WRITABLE');
  t.is(message, `cannot write ${target}: the file system is read-only`);
  t.is(await writer.ended, 0);
});

test('errors that are not about writing come back as they are', (t) => {
  const absent = Object.assign(new Error('absent'), { code: 'ENOENT' });
  t.is(explainSystemError(absent, '/file'), absent);
  t.is(explainSystemError('text', '/file'), 'text');
  const ours = new BuilderError('USAGE', 'wrong');
  t.is(explainSystemError(ours, '/file'), ours);
});

test('a refused permission names the file and what to do', (t) => {
  const cause = Object.assign(new Error('EACCES'), { code: 'EACCES' });
  const error = explainSystemError(cause, '/out/file');
  t.true(error instanceof BuilderError);
  t.like(error, {
    code: 'NOT_WRITABLE',
    message: 'cannot write /out/file: permission denied',
    hint: 'Give this user the right to write there, or choose another folder: --output-dir for what is published, BINARY_BUILDER_CACHE for the cache.',
    cause,
  });
});
