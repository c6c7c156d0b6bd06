// Writes to argv[2], says under which name, and ends the write when its standard input ends.
import { once } from 'node:events';
import nodePath from 'node:path';
import { hostPath } from '../../../src/path.js';
import { replaceFile } from '../../../src/files/index.js';

await replaceFile(hostPath(process.argv[2] ?? ''), async ({ path, handle }) => {
  await handle.writeFile('held');
  console.log(nodePath.basename(path));
  process.stdin.resume();
  await once(process.stdin, 'end');
});
