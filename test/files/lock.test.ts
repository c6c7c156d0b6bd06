import { readFile, writeFile } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../src/path.js';
import { removeAbandonedLocks, withLock } from '../../src/files/index.js';
import { filesIn, temporaryFolder } from '../store/folder.js';
import { start } from '../store/process/start.js';

test('a lock is made with its folders, and removed at the end', async (t) => {
  const folder = await temporaryFolder(t);
  const lock = inHost(folder, 'locks', 'one.lock');
  const result = await withLock(lock, async () => {
    t.deepEqual(await filesIn(folder), ['locks/one.lock']);
    return 42;
  });
  t.is(result, 42);
  t.deepEqual(await filesIn(folder), []);
});

test('what the work throws is thrown, and the lock is free again', async (t) => {
  const lock = inHost(await temporaryFolder(t), 'one.lock');
  await t.throwsAsync(
    withLock(lock, () => Promise.reject(new Error('broken'))),
    { message: 'broken' },
  );
  t.is(await withLock(lock, () => Promise.resolve('free')), 'free');
});

test('many holders in one process take turns', async (t) => {
  const lock = inHost(await temporaryFolder(t), 'one.lock');
  let inside = 0;
  const turns = Array.from({ length: 8 }, () =>
    withLock(lock, async () => {
      inside += 1;
      t.is(inside, 1);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    }),
  );
  await Promise.all(turns);
});

test('a second process waits, is told who holds the lock, and gets in when it is free', async (t) => {
  const lock = inHost(await temporaryFolder(t), 'one.lock');
  const first = start('./hold-lock.ts', [lock]);
  t.is(await first.line(), 'in');
  const second = start('./hold-lock.ts', [lock]);
  t.regex(
    (await second.line()) ?? '',
    new RegExp(`^waiting: process ${first.child.pid} holds ${lock} since \\d{4}-\\d\\d-\\d\\dT`),
  );
  first.child.stdin.end();
  t.is(await first.line(), 'out');
  t.is(await second.line(), 'in');
  second.child.stdin.end();
  t.deepEqual([await first.ended, await second.ended], [0, 0]);
});

test('the lock of a killed process is free at once', async (t) => {
  const folder = await temporaryFolder(t);
  const lock = inHost(folder, 'one.lock');
  const first = start('./hold-lock.ts', [lock]);
  t.is(await first.line(), 'in');
  first.child.kill('SIGKILL');
  await first.ended;

  t.true((await readFile(lock, 'utf8')).includes(`"pid":${first.child.pid}`));
  await withLock(lock, () => Promise.resolve(), {
    onWait: () => {
      t.fail('waited for a process that is gone');
    },
  });
  t.deepEqual(await filesIn(folder), []);
});

test('a waiting process gets in when the holder is killed', async (t) => {
  const lock = inHost(await temporaryFolder(t), 'one.lock');
  const first = start('./hold-lock.ts', [lock]);
  t.is(await first.line(), 'in');
  const second = start('./hold-lock.ts', [lock]);
  t.regex((await second.line()) ?? '', /^waiting: /);
  first.child.kill('SIGKILL');
  t.is(await second.line(), 'in');
  second.child.stdin.end();
  t.is(await second.ended, 0);
});

test('a wait can be given up', async (t) => {
  const lock = inHost(await temporaryFolder(t), 'one.lock');
  const giveUp = new AbortController();
  await withLock(lock, async () => {
    await t.throwsAsync(
      withLock(
        lock,
        () => {
          t.fail('got in');
          return Promise.resolve();
        },
        {
          signal: giveUp.signal,
          onWait: () => {
            giveUp.abort(new Error('no more time'));
          },
        },
      ),
      { message: 'no more time' },
    );
  });
});

test('a lock where nobody may write says so', async (t) => {
  const folder = await temporaryFolder(t);
  const lock = inHost(folder, 'file', 'one.lock');
  await withLock(inHost(folder, 'file'), async () => {
    await t.throwsAsync(
      withLock(lock, () => Promise.resolve()),
      {
        code: 'NOT_WRITABLE',
        message: `cannot write ${lock}: a part of the path is a file, not a folder`,
      },
    );
  });
});

test('the locks that killed processes left are removed, and no other', async (t) => {
  const folder = await temporaryFolder(t);
  const [left, held, empty] = ['left', 'held', 'empty'].map((name) => inHost(folder, name));
  const [killed, running] = [left, held].map((lock) => start('./hold-lock.ts', [lock ?? '']));
  for (const run of [killed, running]) t.is(await run?.line(), 'in');
  killed?.child.kill('SIGKILL');
  await killed?.ended;
  await writeFile(empty ?? '', '');
  await removeAbandonedLocks(folder);
  t.deepEqual(await filesIn(folder), ['held']);
  running?.child.stdin.end();
  await running?.ended;
  await removeAbandonedLocks(inHost(folder, 'nothing'));
});
