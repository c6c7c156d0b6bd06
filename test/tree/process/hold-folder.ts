// Fills a folder that is to take the place of argv[2], says under which name, and puts it there when its
// standard input ends.
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import nodePath from 'node:path';
import { hostPath, inHost } from '../../../src/path.js';
import { withFolderBeside } from '../../../src/tree/index.js';

await withFolderBeside(hostPath(process.argv[2] ?? ''), async (coming, putInPlace) => {
  await writeFile(inHost(coming, 'file'), 'theirs');
  console.log(nodePath.basename(coming));
  process.stdin.resume();
  await once(process.stdin, 'end');
  await putInPlace();
});
