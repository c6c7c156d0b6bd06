import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
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
  log.write(bytes.subarray(0, cut));
  log.write(bytes.subarray(cut));
  await log.close();

  t.is(await readFile(file, 'utf8'), text);
  t.is(lines.length, 40);
  t.is(lines[0], 'line 0 ü');
  t.is(log.tail().length, 31);
  t.is(log.tail().at(-1), 'rest');
});
