// Unpacks argv[2] into argv[3], and says what came of it and what is left.
import { readdir } from 'node:fs/promises';
import { BuilderError } from '../../../src/error.js';
import { unpackArtifact } from '../../../src/pack/index.js';
import { hostPath } from '../../../src/path.js';

const [artifact = '', folder = ''] = process.argv.slice(2);
const failure: unknown = await unpackArtifact(hostPath(artifact), hostPath(folder, 'out')).catch(
  (error: unknown) => error,
);
const said = failure instanceof BuilderError ? [failure.code, failure.message] : [String(failure)];
console.log(JSON.stringify([...said, await readdir(folder)]));
