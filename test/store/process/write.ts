// Writes argv[4] bytes to argv[3] (argv[2]: `write`), or copies argv[5] to it (`copy`). Says how it
// went, and which names are then in the target's folder.
import { readdir } from 'node:fs/promises';
import nodePath from 'node:path';
import { hostPath } from '../../../src/path.js';
import { BuilderError } from '../../../src/error.js';
import { copyAtomic, writeFileAtomic } from '../../../src/files/index.js';

const [how, target = '', size = '0', from = ''] = process.argv.slice(2);
try {
  if (how === 'copy') await copyAtomic(hostPath(from), hostPath(target));
  else await writeFileAtomic(hostPath(target), Buffer.alloc(Number(size), 'x'));
  console.log('written');
} catch (error) {
  if (!(error instanceof BuilderError)) throw error;
  console.log(JSON.stringify([error.code, error.message, error.hint]));
}
console.log(JSON.stringify(await readdir(nodePath.dirname(target))));
