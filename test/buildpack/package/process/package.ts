// Packages argv[2], cached, into argv[3]; says how much memory it had before and at most, in MB, or the
// error's code and message, and what is there afterwards.
import { readdir } from 'node:fs/promises';
import { packageBuildpack } from '../../../../src/buildpack/package/index.js';
import { BuilderError } from '../../../../src/error.js';
import { hostPath } from '../../../../src/path.js';
import { cacheFolders } from '../../../../src/store/index.js';

const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);
const [directory = '', output = ''] = process.argv.slice(2);
const before = megabytes();
try {
  await packageBuildpack(
    {
      directory: hostPath(directory),
      cached: true,
      stack: { kind: 'any' },
      outputDirectory: hostPath(output),
      include: [],
      exclude: [],
      check: undefined,
      artifacts: hostPath(directory),
    },
    {
      folders: { ...cacheFolders(hostPath(directory)), sources: hostPath(directory, '../cache') },
      emit: () => undefined,
    },
  );
  console.log(JSON.stringify({ before, after: megabytes() }));
} catch (error) {
  if (!(error instanceof BuilderError)) throw error;
  console.log(JSON.stringify([error.code, error.message, await readdir(output)]));
}
