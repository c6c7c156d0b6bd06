// Writes a zip argv[2] of the files argv[3…]. Says how it went, how much memory it had before, and at
// most, in MB, and which names are then in the zip's folder.
import { readdir } from 'node:fs/promises';
import nodePath from 'node:path';
import { writeZip } from '../../../../src/archive/zip/write.js';
import { BuilderError } from '../../../../src/error.js';
import { hostPath } from '../../../../src/path.js';

const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);
const [target = '', ...files] = process.argv.slice(2);
const members = files.map((file) => ({
  path: nodePath.basename(file),
  kind: 'file' as const,
  mode: 0o644,
  content: { file: hostPath(file) },
}));
const before = megabytes();
const went: unknown = await writeZip(hostPath(target), members).catch((error: unknown) => error);
console.log(
  JSON.stringify({
    went: went instanceof BuilderError ? [went.code, went.message] : went,
    before,
    after: megabytes(),
    names: await readdir(nodePath.dirname(target)),
  }),
);
