// Publishes the artifact argv[2], which is argv[4] times an x, as version 9.9 to argv[3]. Says with
// which error, and which files are then there.
import { BuilderError } from '../../../src/error.js';
import { hostPath } from '../../../src/path.js';
import { publishArtifact } from '../../../src/store/index.js';
import { exampleCompanions, exampleRecord } from '../example.js';
import { filesIn } from '../folder.js';

const [artifact = '', output = '', size = '0'] = process.argv.slice(2);
try {
  await publishArtifact({
    artifact: hostPath(artifact),
    ...exampleCompanions(),
    record: exampleRecord('x'.repeat(Number(size)), { version: '9.9' }),
    outputDirectory: hostPath(output),
    force: false,
  });
  console.log('published');
} catch (error) {
  if (!(error instanceof BuilderError)) throw error;
  console.log(error.code);
}
console.log((await filesIn(hostPath(output))).join());
