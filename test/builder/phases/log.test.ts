import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import test from 'ava';
import { openLog } from '../../../src/builder/phases/log.js';
import { hostPath } from '../../../src/path.js';

test('a log keeps every byte, tells whole lines and remembers the end', async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'log-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const lines: string[] = [];
  const file = hostPath(folder, 'x.log');
  const log = openLog(file, (line) => lines.push(line));
  const text = `${Array.from({ length: 40 }, (_, index) => `line ${index} ü`).join('\n')}\nrest`;
  // Cut in the middle of a character, as a pipe may do.
  const bytes = Buffer.from(text);
  const cut = bytes.indexOf('ü') + 1;
  await log.write(bytes.subarray(0, cut));
  await log.write(bytes.subarray(cut));
  await log.close();

  t.is(await readFile(file, 'utf8'), text);
  t.is(lines.length, 40);
  t.is(lines[0], 'line 0 ü');
  t.is(log.tail().length, 31);
  t.is(log.tail().at(-1), 'rest');
});

test('whoever writes faster than the file takes it is asked to wait', async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'log-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const pipe = hostPath(folder, 'x.log');
  await execa('mkfifo', [pipe]);
  const reader = createReadStream(pipe);
  const log = openLog(pipe, () => undefined);
  const piece = Buffer.alloc(1024 * 1024, 'x');
  const first = log.write(piece);
  t.true(first instanceof Promise, 'a pipe that nobody reads takes no megabyte');
  let waiting = true;
  void first?.then(() => {
    waiting = false;
  });
  await new Promise((resolve) => setImmediate(resolve));
  t.true(waiting);
  reader.resume();
  await first;
  t.is(log.write(Buffer.from('end\n')), undefined);
  await log.close();
});

test('a file that can take no more lets nobody wait, and whoever closes it hears why', async (t) => {
  const log = openLog(hostPath('/dev/full'), () => undefined);
  await log.write(Buffer.alloc(1024 * 1024));
  await log.write(Buffer.alloc(1024 * 1024));
  await t.throwsAsync(log.close(), {
    code: 'DISK_FULL',
    message: 'cannot write /dev/full: no space left on its disk',
  });
});
