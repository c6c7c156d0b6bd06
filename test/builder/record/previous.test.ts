import test from 'ava';
import { guestPath, inHost } from '../../../src/path.js';
import { publishArtifact } from '../../../src/store/index.js';
import { previousOf } from '../../../src/builder/record/previous.js';
import { exampleArtifact, exampleCompanions, exampleRecord } from '../../store/example.js';
import { temporaryFolder } from '../../store/folder.js';

const OURS = {
  name: 'python',
  arch: 'x64' as const,
  prefix: guestPath('/app/.heroku/vendor'),
  stack: { name: 'debian12' },
};

const CASES: Readonly<
  Record<string, { version: string; before: readonly string[]; previous: string }>
> = {
  'a release after its candidate': {
    version: '3.12.1',
    before: ['3.12.0', '3.12.0rc1'],
    previous: '3.12.0',
  },
  'a release with letters': { version: '1.1.2', before: ['1.1.1w', '1.1.1'], previous: '1.1.1w' },
  'numbers, not digits': { version: '3.9.1', before: ['3.9.9', '3.9.18'], previous: '3.9.18' },
  'none of another line': { version: '3.9.1', before: ['3.8.9', '3.9.0'], previous: '3.9.0' },
  'its own, if there is no other': { version: '3.9.1', before: ['3.9.1'], previous: '3.9.1' },
};

for (const [what, { version, before, previous }] of Object.entries(CASES)) {
  test(`the artifact before ${version} among ${before.join(', ')} is ${previous}: ${what}`, async (t) => {
    const folder = await temporaryFolder(t);
    const outputDirectory = inHost(folder, 'output');
    for (const each of before) {
      await publishArtifact({
        ...exampleCompanions(),
        artifact: await exampleArtifact(folder, each),
        record: exampleRecord(each, { name: OURS.name, version: each }),
        outputDirectory,
        force: false,
      });
    }
    const found = await previousOf({ ...OURS, version }, outputDirectory);
    t.is(found?.version, previous);
  });
}
