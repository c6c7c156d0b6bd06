import test from 'ava';
import { readManifest } from '../../../src/manifest/model/index.js';
import { checkManifest } from '../../../src/manifest/check/index.js';
import { hostPath } from '../../../src/path.js';
import { leastTime } from '../../cpu-time.js';
import { namedStacks } from './findings.js';

const ENTRIES = 10_000;
/** Seconds of the processor, since other tests run at the same time. */
const MOST = 2;

test.serial('ten thousand entries are checked in less than two seconds', async (t) => {
  const entries = Array.from({ length: ENTRIES }, (_, index) => {
    const digest = (index + 1).toString(16).padStart(8, '0').padEnd(64, '0');
    const version = `3.${index % 100}.${Math.floor(index / 100)}`;
    return `- name: python
  version: ${version}
  uri: https://example.org/python_${version}_linux_x64_cflinuxfs4_${digest.slice(0, 8)}.tgz
  sha256: ${digest}
  cf_stacks:
  - cflinuxfs4
  source: https://example.org/${version}/Python-${version}.tgz
  source_sha256: ${digest.replace(/^0/, 'b')}
`;
  });
  const manifest = readManifest(
    hostPath('/buildpack/manifest.yml'),
    `language: python
default_versions:
- {name: python, version: 3.5.x}
url_to_dependency_map:
- {match: 'python-(\\d+\\.\\d+\\.\\d+)', name: python, version: $1}
dependency_deprecation_dates:
- {name: python, version_line: 3.4.x, date: 2019-03-18}
dependencies:
${entries.join('')}`,
  );
  const seconds = await leastTime(MOST, async () => {
    const { findings } = await checkManifest(manifest, {
      stacks: namedStacks('cflinuxfs3', 'cflinuxfs4'),
      today: new Date('2026-11-21T00:00:00Z'),
      files: () => Promise.resolve(true),
      records: [],
      singleVersions: [],
    });
    t.is(findings.filter(({ check }) => check !== 'record-unknown').length, 100);
  });
  t.log(`${seconds} s`);
  t.true(seconds < MOST, `${seconds} s`);
});
